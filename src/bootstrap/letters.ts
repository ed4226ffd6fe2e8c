import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { escaped } from '#adapters/smtp/letters/escaped.ts';
import { renderLetter } from '#adapters/smtp/letters/render-letter.ts';
import { sampleLetters } from '#adapters/smtp/letters/sample-letters.ts';

const letterhead = { sender: 'Acme Support', appUrl: 'https://app.acme.example' };

/** Writes every kind of letter into a folder, with a page to look at them all; tells where that page is. */
export const writeSampleLetters = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const sections: string[] = [];
  for (const [kind, letter] of Object.entries(sampleLetters)) {
    const { subject, text, html } = renderLetter(letter, letterhead);
    await writeFile(join(folder, `${kind}.html`), html);
    await writeFile(join(folder, `${kind}.txt`), text);
    sections.push(sectionOf({ kind, subject, text }));
  }
  const index = join(folder, 'index.html');
  await writeFile(index, pageOf(sections));
  return index;
};

const sectionOf = ({ kind, subject, text }: Record<'kind' | 'subject' | 'text', string>): string => `<section>
<h2>${kind}</h2>
<p>Subject: <b>${escaped(subject)}</b> · <a href="${kind}.html">HTML</a> · <a href="${kind}.txt">text</a></p>
<div><iframe src="${kind}.html" title="${kind}"></iframe><pre>${escaped(text)}</pre></div>
</section>`;

const pageOf = (sections: readonly string[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Letters</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 1280px; padding: 0 1rem; }
section > div { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
iframe, pre { box-sizing: border-box; width: 100%; height: 560px; margin: 0; border: 1px solid #8886; border-radius: 6px; }
pre { padding: 1rem; overflow: auto; font-size: 13px; white-space: pre-wrap; }
</style>
<h1>Letters</h1>
${sections.join('\n')}
</html>
`;

if (import.meta.main) {
  const index = await writeSampleLetters(resolve(process.argv[2] ?? 'data/letters'));
  process.stdout.write(`${index}\n`);
}
