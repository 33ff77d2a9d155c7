import type { Client, Company } from './company.ts';

const password = 'Fluss-29571!';

/** Invites somebody with these roles, who accepts and signs in (P.1). */
export async function joinCompany(company: Company, login: string, name: string, roles: readonly string[], department = 'HQ'): Promise<Client> {
  const invited = await company.admin.post<{ readonly invitation_url: string }>('/api/core/user', { login, name, department, roles });
  if (invited.status !== 201) throw new Error(`invitation of ${login}: ${invited.status} ${JSON.stringify(invited.body)}`);
  const token = new URL(invited.body.invitation_url).pathname.split('/').at(-1) ?? '';
  const accepted = await company.stranger().post('/api/session/actions/accept_invitation', { token, password });
  if (accepted.status !== 200) throw new Error(`${login} accepts: ${accepted.status} ${JSON.stringify(accepted.body)}`);
  return company.signIn(login, password);
}
