import { expect, test } from 'vitest';
import { dingtalkSign, feishuSign, robotRequest } from './robot.ts';
import { afterQuiet, nextSlot } from './when.ts';

const now = new Date(1_795_399_200_000);
test('P11-2 DingTalk and Feishu sign', () => {
  expect(dingtalkSign('SECabc123', 1_795_399_200_000)).toBe('XsQPuMSqN5ixROihGf%2BAqynTdZEbJcm3sCJkrcHrC9Y%3D');
  expect(feishuSign('fsKey01', 1_795_399_200)).toBe('mz7MRlKRb0o3xLdRtH1KRR+bMj5Bo46DhSYfhencdVU=');
});
test('P.11 what each robot is sent', () => {
  const message = { title: '销售订单 SO1', text: '销售订单 SO1：确认' };
  expect(robotRequest('wecom', 'https://qyapi.weixin.qq.com/x?key=k', null, message, now)).toEqual({
    url: 'https://qyapi.weixin.qq.com/x?key=k',
    body: JSON.stringify({ msgtype: 'markdown', markdown: { content: message.text } }),
  });
  const ding = robotRequest('dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=t', 'SECabc123', message, now);
  expect(ding.url).toBe('https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1795399200000&sign=XsQPuMSqN5ixROihGf%2BAqynTdZEbJcm3sCJkrcHrC9Y%3D');
  expect(JSON.parse(ding.body)).toEqual({ msgtype: 'markdown', markdown: message });
  expect(JSON.parse(robotRequest('feishu', 'https://open.feishu.cn/hook/1', 'fsKey01', message, now).body)).toEqual({
    timestamp: '1795399200',
    sign: 'mz7MRlKRb0o3xLdRtH1KRR+bMj5Bo46DhSYfhencdVU=',
    msg_type: 'text',
    content: { text: message.text },
  });
});
test('P.11 a long text is cut at a whole character, to the bytes the robot takes', () => {
  const { body } = robotRequest('wecom', 'https://x.example/', null, { title: '', text: '长'.repeat(3_000) }, now);
  const { content } = (JSON.parse(body) as { markdown: { content: string } }).markdown;
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
  expect(content).toMatch(/^长+…$/);
});

const shanghai = 'Asia/Shanghai';
test('P.11 digests: the full hour, 08:30 daily, Monday 08:30', () => {
  const tuesday = new Date('2026-03-31T02:20:00Z');
  expect(nextSlot(tuesday, shanghai, 'hourly').toISOString()).toBe('2026-03-31T03:00:00.000Z');
  expect(nextSlot(tuesday, shanghai, 'daily').toISOString()).toBe('2026-04-01T00:30:00.000Z');
  expect(nextSlot(new Date('2026-03-31T00:29:59Z'), shanghai, 'daily').toISOString()).toBe('2026-03-31T00:30:00.000Z');
  expect(nextSlot(tuesday, shanghai, 'weekly').toISOString()).toBe('2026-04-06T00:30:00.000Z');
});
test('P.11 quiet hours, over midnight too', () => {
  const night = { from: '21:00', to: '08:00' };
  const at = (text: string): string => afterQuiet(new Date(text), shanghai, night).toISOString();
  expect(at('2026-03-31T12:59:00Z')).toBe('2026-03-31T12:59:00.000Z');
  expect(at('2026-03-31T13:00:00Z')).toBe('2026-04-01T00:00:00.000Z');
  expect(at('2026-03-31T23:59:00Z')).toBe('2026-04-01T00:00:00.000Z');
  expect(at('2026-04-01T00:00:00Z')).toBe('2026-04-01T00:00:00.000Z');
  expect(afterQuiet(new Date('2026-03-31T04:30:00Z'), shanghai, { from: '12:00', to: '13:00' }).toISOString()).toBe('2026-03-31T05:00:00.000Z');
});
