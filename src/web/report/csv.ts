/** Text that a spreadsheet would run as a formula is disarmed by one apostrophe (P.10). */
export const disarmed = (text: string): string => (/^'*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
