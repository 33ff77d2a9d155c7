import type { ScopeDeclaration } from '../../kernel/registry/meta.ts';

/** Scopes that any record can be granted with (P.8), beyond own, department and all. */
export const coreScopes: Readonly<Record<string, ScopeDeclaration>> = {
  subject_is_me: { zh: '关于我的', en: 'About me', of: 'core.user', by: 'subject' },
  my_reports: { zh: '我的直接下属的', en: 'Of those who report to me', of: 'core.user', by: 'owner' },
  my_tree: { zh: '我的各级下属的', en: 'Of everybody below me', of: 'core.user', by: 'owner' },
  collaborator: { zh: '我参与协作的', en: 'Where I collaborate', of: 'core.user', by: 'collaborators' },
};
const me = 'select id from core."user_v" where org_id = $1 and id = $2';
export const coreScopeMembers: Readonly<Record<string, string>> = {
  subject_is_me: me,
  collaborator: me,
  my_reports: 'select id from core."user_v" where org_id = $1 and manager = $2',
  // `union` instead of `union all` ends at a circle.
  my_tree:
    'with recursive below as (select id from core."user_v" where org_id = $1 and manager = $2 union select u.id from core."user_v" u join below on u.manager = below.id where u.org_id = $1) select id from below where id <> $2',
};
