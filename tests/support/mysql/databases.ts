import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

/** A database that nobody else knows of. */
export type FreshDatabase = { readonly url: string; drop(): Promise<void> };

/** Makes an empty utf8mb4 database with a name of its own on a server; `drop` removes it with all it holds. */
export const createDatabase = async (serverUrl: string): Promise<FreshDatabase> => {
  const name = `hexdesk_${randomBytes(8).toString('hex')}`;
  await statement(serverUrl, `create database ${name} character set utf8mb4`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => statement(serverUrl, `drop database if exists ${name}`) };
};

const statement = async (serverUrl: string, sql: string): Promise<void> => {
  const connection = await createConnection({ uri: serverUrl });
  await connection.query(sql).finally(() => connection.end());
};
