export const zhReport = {
} as const;
