import { create } from 'qrcode';

/** The dark squares of a QR code as the path of an SVG, drawn by the template without a picture file. */
export interface QrCode {
  readonly size: number;
  readonly svg: string;
}
export function qrCode(text: string): QrCode {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) if (modules.get(row, column)) path += `M${column} ${row}h1v1h-1z`;
  }
  return { size, svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>` };
}
