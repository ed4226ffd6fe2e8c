/** How a table is made, in words that stand for each engine's own types. */
export type TableDefinition = {
  readonly name: string;
  /** Column and constraint lines; `{word}` is replaced by the engine's type. */
  readonly columns: readonly string[];
  /** Index name to columns. */
  readonly indexes?: Readonly<Record<string, string>>;
};

export type EngineName = 'mysql' | 'sqlite';

/** Keys, ids, codes and tags compare byte by byte, spaces at the end included; moments are UTC to the millisecond. */
const exact = 'collate utf8mb4_0900_bin';

const types: Record<EngineName, Readonly<Record<string, string>>> = {
  mysql: {
    id: `varchar(36) ${exact}`,
    key: `varchar(64) ${exact}`,
    code: `varchar(50) ${exact}`,
    ascii: `varchar(255) ${exact}`,
    tag: `varchar(50) ${exact}`,
    name: `varchar(100) ${exact}`,
    external: `varchar(200) ${exact}`,
    line: 'varchar(255)',
    text: 'text',
    long: 'mediumtext',
    moment: 'datetime(3)',
    number: 'int unsigned',
    big: 'bigint unsigned',
    small: 'tinyint unsigned',
    rising: 'bigint unsigned not null auto_increment',
    counted: 'bigint unsigned not null auto_increment primary key',
  },
  sqlite: {
    id: 'text',
    key: 'text',
    code: 'text',
    ascii: 'text',
    tag: 'text',
    name: 'text',
    external: 'text',
    line: 'text',
    text: 'text',
    long: 'text',
    moment: 'integer',
    number: 'integer',
    big: 'integer',
    small: 'integer',
    rising: 'integer not null',
    // never a number twice, whatever was deleted
    counted: 'integer not null primary key autoincrement',
  },
};

/** The statements that make a table. Each may run again after a crash in between: MySQL cannot roll DDL back. */
export const statementsFor = (
  engine: EngineName,
  { name, columns, indexes = {} }: TableDefinition,
): readonly string[] => {
  const lines = columns.map((line) => typed(engine, line));
  const keys = Object.entries(indexes);
  if (engine === 'mysql') {
    const all = [...lines, ...keys.map(([key, on]) => `key ${key} (${on})`)];
    return [
      `create table if not exists ${name} (\n  ${all.join(',\n  ')}\n) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_ai_ci`,
    ];
  }
  return [
    `create table if not exists ${name} (\n  ${lines.join(',\n  ')}\n)`,
    ...keys.map(([key, on]) => `create index if not exists ${key} on ${name} (${on})`),
  ];
};

/** The statements that give indexes of a table other columns. */
export const reindexing = (
  engine: EngineName,
  table: string,
  indexes: Readonly<Record<string, string>>,
): readonly string[] => {
  const all = Object.entries(indexes);
  return engine === 'mysql'
    ? [
        `alter table ${table} ${all.map(([name, on]) => `drop index ${name}, add index ${name} (${on})`).join(', ')}`,
      ]
    : all.flatMap(([name, on]) => [
        `drop index if exists ${name}`,
        `create index ${name} on ${table} (${on})`,
      ]);
};

/** A line with each engine's own types in the place of words. */
export const typed = (engine: EngineName, line: string): string =>
  line.replaceAll(/\{(\w+)\}/g, (_, word: string) => {
    const type = types[engine][word];
    if (type === undefined) throw new TypeError(`no type is called ${word}`);
    return type;
  });
