import { expect, test } from 'vitest';
import { parseDatabaseUrl } from './url.ts';

test.each([
  ['postgres://a:b%40c@db.example.com:6432/shop', { host: 'db.example.com', port: 6432, user: 'a', password: 'b@c', database: 'shop' }],
  ['postgresql://a@[::1]/shop?sslmode=verify-full', { host: '::1', port: 5432, user: 'a', database: 'shop', ssl: { rejectUnauthorized: true } }],
  ['postgres://h?sslmode=require', { host: 'h', port: 5432, user: 'postgres', database: 'qiantai', ssl: { rejectUnauthorized: false } }],
  ['postgres:///shop?host=/var/run/postgresql&user=me', { host: '/var/run/postgresql', port: 5432, user: 'me', database: 'shop' }],
])('%s', (text, connection) => {
  expect(parseDatabaseUrl(text)).toEqual(connection);
});

test.each(['mysql://a/b', 'nonsense', ''])('%j is refused without being repeated', (text) => {
  expect(() => parseDatabaseUrl(text)).toThrow(expect.objectContaining({ code: 'database.url_invalid', exit: 5 }));
});
