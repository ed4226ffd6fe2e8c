import type { Block, Page } from './page.ts';

const width = 72;
const rule = '-'.repeat(width);

/** A page as plain text, readable in a client that shows nothing else. */
export const asText = ({ greeting, blocks, footer }: Page): string =>
  [wrapped(greeting), ...blocks.map(textOf), `-- \n${footer}`].join('\n\n').concat('\n');

const textOf = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
    case 'small-print':
      return wrapped(block.text);
    case 'code':
      return `    ${block.code}`;
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'token':
      return block.token;
    case 'words':
      return `${rule}\n${block.text.replaceAll(/\r\n?/g, '\n')}\n${rule}`;
  }
};

/** Breaks a paragraph between words; a word that is longer than a line stays whole. */
const wrapped = (text: string): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
};
