import type { Call, Organisation } from '../kernel/command/call.ts';

/** The system acting by itself in one organisation: every right, and the audit trail says so. */
export function systemCall(org: Organisation, user: string, request: string): Call {
  return {
    principal: { kind: 'job', user, name: '系统', org, department: null, departments: [], departmentTree: [], roles: [], grants: [], permissions: new Set(['*']), unlimited: true },
    via: 'job',
    request,
    locale: 'zh',
    dryRun: false,
    ack: new Set(),
  };
}
