export const zhDesk = {
} as const;
