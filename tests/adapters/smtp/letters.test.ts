import { describe, expect, test } from 'vitest';
import { renderLetter } from '#adapters/smtp/letters/render-letter.ts';
import { sampleLetters } from '#adapters/smtp/letters/sample-letters.ts';
import { codeLetter, replyLetter } from '../../support/mails.ts';

const letterhead = { sender: 'Example Desk', appUrl: 'https://app.example.org' };
const sixDigits = /(?<!\d)\d{6}(?!\d)/g;

describe('every letter', () => {
  test.each(Object.values(sampleLetters))('$kind says the same in text and in HTML', (letter) => {
    const { subject, text, html } = renderLetter(letter, letterhead);
    expect(subject).not.toBe('');
    const shown = words(html.replace(/<head>.*<\/head>/s, '').replaceAll(/<[^>]+>/g, ' '));
    const missing = words(text.replaceAll(/^(-{10,}|-- )$/gm, '')).filter((word) => !shown.includes(word));
    expect(missing.filter((word) => !word.endsWith(':'))).toEqual([]);
  });

  test.each(Object.values(sampleLetters))('$kind loads nothing from anywhere', (letter) => {
    const { html } = renderLetter(letter, letterhead);
    expect(html).not.toMatch(/<(img|link|script|iframe|object|video)|url\(|@import|\ssrc=|\son\w+=/i);
  });
});

describe('the letter with a confirmation code', () => {
  test('has the code in its text, and no other number of six digits', () => {
    const { subject, text } = renderLetter(codeLetter({ code: '004817' }), letterhead);
    expect(text.match(sixDigits)).toEqual(['004817']);
    expect(subject).not.toContain('004817');
  });

  test.each([
    '123456',
    'Carla 654321',
    '١٢٣٤٥٦',
    'Win at https://evil.example',
    'evil.example',
    'a@evil.example',
    '<b>x</b>',
  ])('does not greet by the name "%s"', (name) => {
    const { text, html } = renderLetter(codeLetter({ name }), letterhead);
    expect(text).toMatch(/^Hello,\n/);
    expect(html).not.toContain(name);
  });

  test('keeps its number alone when the sender has one in its name', () => {
    const { text } = renderLetter(codeLetter(), { ...letterhead, sender: 'Desk 123456' });
    expect(text.match(sixDigits)).toEqual(['204817']);
  });
});

describe('the letters with a token', () => {
  test.each(['password-reset', 'invitation'] as const)('%s shows the link and the bare token', (kind) => {
    const letter = sampleLetters[kind];
    const { text, html } = renderLetter(letter, { ...letterhead, appUrl: 'https://app.example.org/help/' });
    const link = `https://app.example.org/help/reset-password?token=${letter.token}`;
    expect(text.split('\n')).toContain(link);
    expect(text.split('\n')).toContain(letter.token);
    expect(text).toContain('POST /v1/auth/password-resets');
    expect(html).toContain(`href="${link}"`);
  });
});

describe('a letter about a ticket', () => {
  test('has the number and the subject in its subject line', () => {
    expect(renderLetter(replyLetter({ number: 7, subject: 'Charged twice' }), letterhead).subject).toBe(
      '[#7] Charged twice',
    );
  });

  test('cannot be given another subject line by what people write', () => {
    const subject = 'Charged\r\nBcc: eve@evil.example\u202e txt.exe\u0000';
    expect(renderLetter(replyLetter({ subject }), letterhead).subject).toBe(
      '[#7] Charged Bcc: eve@evil.example txt.exe',
    );
  });

  test('shows what was written, word for word, and runs none of it', () => {
    const text = 'if (a < b && "c") {\n  <script>alert(1)</script>\n\n}\r\nBye';
    const rendered = renderLetter(replyLetter({ text, author: '<i>Ben</i>', subject: '"><u>' }), letterhead);
    expect(rendered.text).toContain('if (a < b && "c") {\n  <script>alert(1)</script>\n\n}\nBye');
    expect(rendered.html).toContain(
      'if (a &lt; b &amp;&amp; &quot;c&quot;) {<br>\n&nbsp; &lt;script&gt;alert(1)&lt;/script&gt;<br>\n<br>\n}<br>\nBye',
    );
    expect(rendered.html).not.toMatch(/<script|<i>|<u>/);
  });

  test('says that a note is for staff only', () => {
    expect(renderLetter(sampleLetters['note-written'], letterhead).text).toContain('staff only');
  });

  test('offers to reopen only where that is possible', () => {
    const solved = sampleLetters['ticket-solved'];
    expect(renderLetter({ ...solved, reopenDays: 1 }, letterhead).text).toContain('within 1 day.');
    expect(renderLetter({ ...solved, reopenDays: 0 }, letterhead).text).not.toContain('reopened');
  });
});

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

const words = (text: string): readonly string[] =>
  text
    .replaceAll(/&[#\w]+;/g, (entity) => entities[entity] ?? entity)
    .split(/\s+/)
    .filter((word) => word !== '');
