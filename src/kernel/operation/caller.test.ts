import { expect, test } from 'vitest';
import type { Call } from '../command/call.ts';
import { callOfKept, keptCall } from './caller.ts';

test('P.2.7 work goes on with the very rights its starter had: levels, bounds and named scopes among them', () => {
  const call: Call = {
    principal: {
      kind: 'user',
      user: 'u',
      name: '林晓雯',
      org: { id: 'o', code: 'MAIN', name: '启泰', time_zone: 'Asia/Shanghai' },
      department: null,
      departments: [],
      departmentTree: [],
      roles: ['keeper'],
      grants: [{ role: 'keeper', record: 'inventory.adjustment', scope: 'assigned_warehouse', actions: new Set(['read']), levels: new Map([['cost', 'masked']]) }],
      permissions: new Set(['stock.backdate']),
      bounds: new Map([['stock.backdate', { max_days: 3 }]]),
      reach: new Map([['assigned_warehouse', ['w']]]),
      unlimited: false,
    },
    via: 'web',
    request: 'r',
    locale: 'zh',
    dryRun: false,
    ack: new Set(['x']),
  };
  expect(callOfKept(JSON.parse(JSON.stringify(keptCall(call))))).toEqual(call);
});
