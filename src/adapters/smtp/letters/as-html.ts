import { escaped, escapedLines } from './escaped.ts';
import type { Block, Page } from './page.ts';

const sans = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Courier New',monospace";

/** Colours of the light scheme stand inline, since that is all that some clients read; these take over in the dark. */
const darkScheme = `
@media (prefers-color-scheme: dark) {
  .desk { background: #14171c !important; }
  .sheet { background: #1d2128 !important; border-color: #323842 !important; }
  .ink { color: #e8eaed !important; }
  .faint { color: #a3abb7 !important; }
  .tray { background: #262b34 !important; border-color: #3d4552 !important; color: #e8eaed !important; }
  .note { background: #332c1b !important; border-color: #a9872f !important; color: #f3e8c9 !important; }
  .push { background: #7c9cff !important; color: #0d1220 !important; }
}
@media (max-width: 620px) {
  .desk-edge { padding: 0 !important; }
  .sheet { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
  .sheet-edge { padding: 24px 20px !important; }
}`;

/** A page as one HTML document with its styles in it; it loads nothing. */
export const asHtml = ({ subject, heading, greeting, blocks, footer }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(subject)}</title>
<style>:root { color-scheme: light dark; supported-color-schemes: light dark; }${darkScheme}</style>
</head>
<body class="desk" style="margin:0;padding:0;background:#f2f4f7;-webkit-text-size-adjust:100%">
<table role="presentation" class="desk" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;background:#f2f4f7">
<tr><td class="desk-edge" align="center" style="padding:32px 12px">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;max-width:580px;background:#ffffff;border:1px solid #e1e5ea;border-radius:10px">
<tr><td class="sheet-edge ink" dir="auto" style="padding:32px 36px;overflow-wrap:anywhere;text-align:start;font:16px/1.55 ${sans};color:#1c232e">
<h1 class="ink" style="margin:0 0 20px;font:600 21px/1.3 ${sans};color:#1c232e">${escaped(heading)}</h1>
<p style="margin:0 0 16px">${escaped(greeting)}</p>
${blocks.map(htmlOf).join('\n')}
</td></tr>
</table>
<p class="faint" style="margin:18px 12px 0;max-width:556px;font:13px/1.5 ${sans};color:#646d7a">${escaped(footer)}</p>
</td></tr>
</table>
</body>
</html>
`;

const htmlOf = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escaped(block.text)}</p>`;
    case 'small-print':
      return `<p class="faint" style="margin:20px 0 0;font:14px/1.5 ${sans};color:#646d7a">${escaped(block.text)}</p>`;
    case 'code':
      return `<p class="tray" style="margin:0 0 16px;padding:16px;background:#f2f4f7;border:1px solid #e1e5ea;border-radius:8px;text-align:center;font:600 30px/1.2 ${mono};letter-spacing:6px;color:#1c232e">${escaped(block.code)}</p>`;
    case 'button':
      return button(block.label, block.url);
    case 'token':
      return `<p class="tray" style="margin:0 0 16px;padding:12px 14px;background:#f2f4f7;border:1px solid #e1e5ea;border-radius:8px;font:14px/1.5 ${mono};word-break:break-all;color:#1c232e">${escaped(block.token)}</p>`;
    case 'words':
      return block.internal ? words(block.text, noteStyle) : words(block.text, replyStyle);
  }
};

const button = (label: string, url: string): string =>
  `<p style="margin:0 0 16px"><a class="push" href="${escaped(url)}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#2f5bd8;color:#ffffff;font-weight:600;text-decoration:none">${escaped(label)}</a></p>
<p class="faint" style="margin:0 0 16px;font:13px/1.5 ${sans};color:#646d7a;word-break:break-all">${escaped(url)}</p>`;

type WordsStyle = { readonly scheme: string; readonly colours: string };

const replyStyle: WordsStyle = {
  scheme: 'tray',
  colours: 'background:#f7f8fa;border-left:3px solid #c3cad4;color:#1c232e',
};
const noteStyle: WordsStyle = {
  scheme: 'note',
  colours: 'background:#fdf6e3;border-left:3px solid #d9a92b;color:#3b3014',
};

const words = (text: string, { scheme, colours }: WordsStyle): string =>
  `<div class="${scheme}" dir="auto" style="margin:0 0 16px;padding:14px 18px;${colours};text-align:start">${escapedLines(text)}</div>`;
