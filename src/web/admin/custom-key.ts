/** `Delivery window` → `x_delivery_window`; a name without Latin letters counts on: `x_field_2` (P.11). */
export function keyFrom(label: string, taken: readonly string[]): string {
  const plain = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 30)
    .replace(/_+$/, '');
  const stem = `x_${plain === '' ? 'field' : plain}`;
  const free = (key: string): boolean => !taken.includes(key);
  if (plain !== '' && free(stem)) return stem;
  let count = plain === '' ? 1 : 2;
  while (!free(`${stem}_${count}`)) count += 1;
  return `${stem}_${count}`;
}
