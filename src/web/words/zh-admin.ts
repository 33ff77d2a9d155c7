export const zhAdmin = {} as const;
