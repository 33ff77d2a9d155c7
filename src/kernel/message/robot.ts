import { createHmac } from 'node:crypto';

/*
 * Robots of groups (P.11), as their makers' pages describe them. The text names a document and what happened to it, never its values: everybody
 * in the group reads it.
 */
export interface RobotMessage {
  readonly title: string;
  readonly text: string;
}
export interface RobotRequest {
  readonly url: string;
  readonly body: string;
}
const limits: Readonly<Record<string, number>> = { wecom: 4_096, dingtalk: 20_000, feishu: 20_000 };
export const robotRates: Readonly<Record<string, number>> = { wecom: 20, dingtalk: 20, feishu: 100 };
export const isRobot = (kind: string): boolean => kind in limits;

export function robotRequest(kind: string, url: string, secret: string | null, message: RobotMessage, now: Date): RobotRequest {
  const text = shortened(message.text, limits[kind] ?? 0);
  if (kind === 'wecom') return { url, body: JSON.stringify({ msgtype: 'markdown', markdown: { content: text } }) };
  if (kind === 'dingtalk') {
    const timestamp = now.getTime();
    const sign = secret === null ? '' : `&timestamp=${timestamp}&sign=${dingtalkSign(secret, timestamp)}`;
    return { url: `${url}${sign}`, body: JSON.stringify({ msgtype: 'markdown', markdown: { title: message.title, text } }) };
  }
  const timestamp = Math.floor(now.getTime() / 1000);
  const signed = secret === null ? {} : { timestamp: String(timestamp), sign: feishuSign(secret, timestamp) };
  return { url, body: JSON.stringify({ ...signed, msg_type: 'text', content: { text } }) };
}
/** Key is the secret, text is `<ms>⏎<secret>`; base64, encoded for an address (P11-2). */
export const dingtalkSign = (secret: string, milliseconds: number): string =>
  encodeURIComponent(createHmac('sha256', secret).update(`${milliseconds}\n${secret}`).digest('base64'));
/** Key is `<s>⏎<secret>`, the message is empty (P11-2). */
export const feishuSign = (secret: string, seconds: number): string => createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64');

/** Cut at a whole character, to the bytes that the robot takes. */
function shortened(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let [short, size] = ['', 3];
  for (const char of text) {
    size += Buffer.byteLength(char);
    if (size > bytes) break;
    short += char;
  }
  return `${short}…`;
}
