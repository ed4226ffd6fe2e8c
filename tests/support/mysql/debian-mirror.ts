import { readdir, readFile } from 'node:fs/promises';

/** The package server this Debian is set up to use, or nothing when this is no Debian. */
export const debianMirror = async (): Promise<string | undefined> => {
  if (!/^ID=debian$/m.test(await text('/etc/os-release'))) return undefined;
  const parts = await readdir('/etc/apt/sources.list.d').catch(() => []);
  const named = [
    ...oneLineEntries(await text('/etc/apt/sources.list')),
    ...(await each(parts, '.list', oneLineEntries)),
    ...(await each(parts, '.sources', stanzas)),
  ];
  return named.find((uri) => /\/debian\/?$/.test(uri));
};

const each = async (
  names: readonly string[],
  ending: string,
  read: (content: string) => readonly string[],
): Promise<readonly string[]> => {
  const contents = names
    .filter((name) => name.endsWith(ending))
    .map((name) => text(`/etc/apt/sources.list.d/${name}`));
  return (await Promise.all(contents)).flatMap(read);
};

/** `deb [options] uri suite main` */
const oneLineEntries = (content: string): readonly string[] =>
  [...content.matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\S+\s.*\bmain\b/gm)].flatMap(([, uri]) => uri ?? []);

/** `URIs: uri …` in a stanza that has the component main */
const stanzas = (content: string): readonly string[] =>
  content
    .split(/\n\s*\n/)
    .filter((stanza) => /^Components:.*\bmain\b/m.test(stanza))
    .flatMap((stanza) => /^URIs:\s*(.+)$/m.exec(stanza)?.[1]?.trim().split(/\s+/) ?? []);

const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
