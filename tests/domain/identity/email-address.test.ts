import { describe, expect, test } from 'vitest';
import { parseEmailAddress } from '#domain/identity/email-address.ts';

const named = (raw: string) => ({ raw, shown: JSON.stringify(raw) });
const label = (length: number): string => 'a'.repeat(length);
/** A domain of exactly so many characters. */
const domainOf = (length: number): string => `${label(63)}.${label(63)}.${label(63)}.${label(length - 192)}`;

describe('reading an email address', () => {
  test.for([
    ['carla@example.com', 'carla@example.com'],
    ['Carla@Example.COM', 'carla@example.com'],
    ['carla.m+tickets@mail.example.co.uk', 'carla.m+tickets@mail.example.co.uk'],
    ["o'neil@example.com", "o'neil@example.com"],
    ["!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"],
    ['1@2.example', '1@2.example'],
    ['az09.az09@az09.example', 'az09.az09@az09.example'],
    ['carla@bücher.example', 'carla@xn--bcher-kva.example'],
    ['carla@BÜCHER.example', 'carla@xn--bcher-kva.example'],
    ['carla@bu\u0308cher.example', 'carla@xn--bcher-kva.example'],
    ['carla@xn--bcher-kva.example', 'carla@xn--bcher-kva.example'],
    ['carla@straße.example', 'carla@xn--strae-oqa.example'],
    ['carla@ｅｘａｍｐｌｅ.com', 'carla@example.com'],
    ['carla@例え。テスト', 'carla@xn--r8jz45g.xn--zckzah'],
  ] as const)('%s is %s', ([raw, normal]) => {
    expect(parseEmailAddress(raw)).toBe(normal);
  });

  test.for(['carla@example.com', 'carla@bücher.example', "O'Neil@Mail.Example.com"])(
    'the normal form of %s is its own normal form',
    (raw) => {
      const once = parseEmailAddress(raw);
      expect(once).toBeDefined();
      expect(parseEmailAddress(once ?? '')).toBe(once);
    },
  );
});

describe('refusing an email address', () => {
  const refused = {
    'without both sides of the @': ['', '@', 'carla', 'carla@', '@example.com', 'example.com'],
    'with more than one @': ['carla@x@example.com', 'carla@@example.com', 'carla@example.com@'],
    'with spaces or line breaks': [
      ' carla@example.com',
      'carla@example.com ',
      'carla@example.com\n',
      'carla@example.com\r\nBcc: dora@example.com',
      'car la@example.com',
      'carla@exa mple.com',
      'carla @example.com',
      'carla@ example.com',
      'carla@example.com\u00a0',
      'carla@example.com\u3000',
    ],
    'with control or invisible characters': [
      'carla\u0000@example.com',
      'carla@example.com\u0000',
      'carla@exa\u0000mple.com',
      'car\u200bla@example.com',
      'carla@exa\u200bmple.com',
      'carla@exa\u200dmple.com',
      'carla@exa\u00admple.com',
      'carla@exa\u2060mple.com',
      'carla@exa\ufe0fmple.com',
      'carla@exa\u034fmple.com',
      'carla@\u3164example.com',
      '\ufeffcarla@example.com',
      'carla@\u202eexample.com',
      'carla@example.com\u007f',
      'carla@exa\ud800mple.com',
    ],
    'with a local part that is not plain ASCII': [
      'cárla@example.com',
      'ca\u0301rla@example.com',
      'сarla@example.com',
      '\u212aarla@example.com',
      'carl\u0131@example.com',
      'ｃarla@example.com',
      '👍@example.com',
    ],
    'with quotes, comments or escapes': [
      '"carla"@example.com',
      '"car la"@example.com',
      'carla"x"@example.com',
      'car\\la@example.com',
      'carla(work)@example.com',
      'Carla <carla@example.com>',
      '<carla@example.com>',
      'carla,dora@example.com',
      'carla;dora@example.com',
      'mailto:carla@example.com',
    ],
    'with dots in the wrong place': [
      '.carla@example.com',
      'carla.@example.com',
      'car..la@example.com',
      'carla@.example.com',
      'carla@example.com.',
      'carla@example..com',
      'carla@example。。com',
    ],
    'with a domain that is none': [
      'carla@localhost',
      'carla@127.0.0.1',
      'carla@1.2',
      'carla@0x7f.1',
      'carla@example.123',
      'carla@[127.0.0.1]',
      'carla@[IPv6:::1]',
      'carla@example.com:25',
      'carla@example.com/path',
      'carla@example.com?x=1',
      'carla@example.com#x',
      'carla@example%2ecom',
      'carla@example_x.com',
      'carla@-example.com',
      'carla@example-.com',
      'carla@exam|ple.com',
      'carla@xn--.example',
      'carla@ex!ample.com',
    ],
    'that is too long': [
      `${label(65)}@example.com`,
      `carla@${label(64)}.com`,
      `carla@${domainOf(249)}`,
      `${label(100_000)}@example.com`,
      `carla@${'a.'.repeat(50_000)}com`,
    ],
  } satisfies Record<string, readonly string[]>;

  describe.for(Object.entries(refused))('one %s', ([, addresses]) => {
    test.for(addresses.map(named))('$shown', ({ raw }) => {
      expect(parseEmailAddress(raw)).toBeUndefined();
    });
  });

  test('64 characters before the @, 63 in a label and 254 in all are still taken', () => {
    expect(parseEmailAddress(`${label(64)}@example.com`)).toBe(`${label(64)}@example.com`);
    expect(parseEmailAddress(`carla@${label(63)}.com`)).toBe(`carla@${label(63)}.com`);
    expect(parseEmailAddress(`carla@${domainOf(248)}`)).toHaveLength(254);
  });
});
