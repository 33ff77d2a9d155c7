import { describe, expect, it } from 'vitest';
import { modules } from '../../modules/index.ts';
import { settingGroups } from './setting-groups.ts';

describe('settings as they are read (P.15)', () => {
  it('names no setting that is not declared, and none twice', () => {
    for (const [module, groups] of Object.entries(settingGroups)) {
      const declared = Object.keys(modules.find((one) => one.name === module)?.settings?.spec.fields ?? {});
      const named = groups.flatMap((group) => Object.keys(group.fields));
      expect(declared).toEqual(expect.arrayContaining(named));
      expect(new Set(named).size).toBe(named.length);
    }
  });
});
