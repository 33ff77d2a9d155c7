const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
/** 40 letters and digits of the browser's own randomness; ones that look alike are left out. */
export const newSecret = (): string => Array.from(crypto.getRandomValues(new Uint32Array(40)), (value) => letters[value % letters.length]).join('');
