import { StartFault } from './fault.ts';

/** How to reach one database as one role; the driver takes it as it is. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
  readonly ssl?: { readonly rejectUnauthorized: boolean };
  /** Server settings at connect time, in the form `-c name=value`. */
  readonly options?: string;
}

/** Reads DATABASE_URL: `postgres://user:password@host:port/database?sslmode=require`, or `postgres:///database?host=/folder&user=name` for a unix socket. */
export function parseDatabaseUrl(text: string): Connection {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) throw wrongUrl();
  const sslmode = url.searchParams.get('sslmode') ?? 'disable';
  const password = decodeURIComponent(url.password);
  const database = decodeURIComponent(url.pathname.slice(1));
  return {
    host: url.searchParams.get('host') ?? (url.hostname === '' ? 'localhost' : decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1')),
    port: url.port === '' ? 5432 : Number(url.port),
    user: url.username === '' ? (url.searchParams.get('user') ?? 'postgres') : decodeURIComponent(url.username),
    database: database === '' ? 'qiantai' : database,
    ...(password === '' ? {} : { password }),
    ...(['require', 'prefer', 'no-verify'].includes(sslmode) ? { ssl: { rejectUnauthorized: false } } : {}),
    ...(['verify-ca', 'verify-full'].includes(sslmode) ? { ssl: { rejectUnauthorized: true } } : {}),
  };
}

function wrongUrl(): StartFault {
  // The address is not repeated: it may contain a password.
  return new StartFault('database.url_invalid', 5, {
    zh: 'DATABASE_URL 不是有效的 PostgreSQL 地址，应为 postgres://用户:密码@主机:端口/数据库。',
    en: 'DATABASE_URL is no valid PostgreSQL address; expected postgres://user:password@host:port/database.',
  });
}
