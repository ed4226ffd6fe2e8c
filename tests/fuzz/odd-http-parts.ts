/** A text of that many characters. */
export const long = (length: number): string => 'a'.repeat(length);

/** Methods nobody defined, and some that are not for us. */
export const methods = [
  '',
  'GET GET',
  'get',
  'G\0T',
  '\xe9',
  long(5000),
  'CONNECT',
  'TRACE',
  'PRI',
  'OPTIONS',
  'SEARCH',
];
/** Targets that name nothing, or name it oddly. */
export const targets = [
  ...[
    '*',
    '',
    'http://evil.example/v1/tickets',
    'http://[::1',
    'localhost:80',
    '/v1/../v1/me',
    '//',
    '//evil.example/',
    '/\0',
  ],
  ...[
    '/%',
    '/%zz',
    '/ /',
    '\\',
    '/#a',
    '/\xff',
    '/v1/tickets?cursor=%00',
    '/?',
    `/${long(9000)}`,
    `/?${long(20_000)}`,
  ],
  ...[
    '/v1//tickets',
    '/v1/tickets/%2e%2e',
    '/v1/tickets/..;/',
    'https:',
    '?',
    '/v1/me\t',
    'file:///etc/passwd',
    '/\x7f',
  ],
];
/** Versions that are none, or not ours. */
export const versions = [
  '',
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/1.2',
  'HTTP/2.0',
  'HTTP/9.9',
  'http/1.1',
  'HTTP/1.1 ',
  'HTTP/01.1',
  'HTTP/1',
  'ICY',
];
/** Header fields that lie, contradict or cannot be. */
export const fields = [
  ...[
    'Host: other',
    'Host:',
    'Host: a b',
    'Host: [',
    'Host: localhost:99999',
    'Host: a/b',
    'Host: a@b',
    'Host: \xe9',
  ],
  ...[
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 5, 6',
    'Content-Length: 99999999999999999999',
  ],
  ...[
    'Content-Length: 0x5',
    'Content-Length:',
    'Content-Length : 5',
    'Content-Length: +5',
    'Content-Length: 1 2',
    'Content-Length: 2000000',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: chunked, chunked',
    'Transfer-Encoding: gzip',
    'Transfer-Encoding: xchunked',
  ],
  ...[
    'Transfer-Encoding:\x0bchunked',
    'Transfer-Encoding: identity',
    'Transfer-Encoding: gzip, chunked',
    'TE: trailers, x',
  ],
  ...[
    'Expect: 100-continue',
    'Expect: something',
    'Connection: upgrade',
    'Connection: close',
    'Connection: \0',
    'Keep-Alive: timeout=-1',
  ],
  ...[
    'Upgrade: websocket',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQAAP__',
    'Sec-WebSocket-Key: x',
    'Sec-WebSocket-Version: 99',
  ],
  ...[
    'X: a\0b',
    ': x',
    'X',
    'X : y',
    ' folded',
    '\tfolded',
    'X: a\rb',
    'X\n: y',
    '\xdc: x',
    'X: \x7f',
    'X\0: a',
    '"X": a',
    'X: a\n\nGET / HTTP/1.1',
  ],
  ...[
    'Authorization: Bearer \xe9',
    'Authorization: Bearer',
    'Authorization: Basic YTpi',
    `Authorization: Bearer ${long(8000)}`,
  ],
  ...[
    `Cookie: ${long(20_000)}`,
    `${long(20_000)}: x`,
    'Trailer: X',
    'Content-Encoding: gzip',
    'Content-Type:',
    'Accept: \xff',
  ],
  ...[
    '__proto__: x',
    'constructor: x',
    'X-Forwarded-For: \xff',
    'X-Request-Id: a\tb',
    'Idempotency-Key: \xe9',
    'If-Match: "',
  ],
  ...[
    'Date: never',
    'Range: bytes=0-',
    'Via: 1.1 a',
    'Max-Forwards: 0',
    'X-HTTP-Method-Override: DELETE',
    'Origin: \xff',
  ],
];
/** What lines do not end with. */
export const lineEnds = ['\n', '\r', '\n\r', '\r\r\n', '\0\r\n', ' \r\n'];
/** Bodies that are no JSON, and chunks that are none. */
export const bodies = [
  ...[
    '',
    'x',
    long(100),
    '5\r\nhello\r\n0\r\n\r\n',
    'zz\r\n',
    '-1\r\n\r\n',
    'ffffffffffffffff\r\nx',
    '5;a=b\r\nhello\r\n0\r\n\r\n',
  ],
  ...[
    '5\nhello\n0\n\n',
    '0\r\nX: y\r\n\r\n',
    '5\r\nhel',
    '0x5\r\nhello\r\n0\r\n\r\n',
    `5;${long(20_000)}\r\nhello\r\n0\r\n\r\n`,
  ],
  ...[
    '0\r\n\r\nGET /v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n',
    `0\r\n${'X: y\r\n'.repeat(3000)}\r\n`,
    '5\r\nhello0\r\n\r\n',
    '\0'.repeat(50),
  ],
];
