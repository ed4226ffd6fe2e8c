import { describe, expect, test } from 'vitest';
import { isUuid, MessageId, QueueId, SessionId, TicketId, UserId } from '#domain/shared/ids.ts';

const ids = [
  { name: 'TicketId', parse: TicketId },
  { name: 'MessageId', parse: MessageId },
  { name: 'QueueId', parse: QueueId },
  { name: 'UserId', parse: UserId },
  { name: 'SessionId', parse: SessionId },
];

describe('telling an id', () => {
  test.for([
    '01957b3e-9c00-7c30-b000-000000000001',
    '9b2d5f0e-1c3a-4e5f-8a6b-7c8d9e0f1a2b',
    '9b2d5f0e-1c3a-1e5f-aa6b-7c8d9e0f1a2b',
  ])('%s is one', (raw) => {
    expect(isUuid(raw)).toBe(true);
  });

  test.for([
    '',
    '42',
    '01957B3E-9C00-7C30-B000-000000000001',
    '01957b3e9c007c30b000000000000001',
    '{01957b3e-9c00-7c30-b000-000000000001}',
    '01957b3e-9c00-7c30-b000-000000000001\n',
    ' 01957b3e-9c00-7c30-b000-000000000001',
    '01957b3e-9c00-7c30-b000-00000000000g',
    '01957b3e-9c00-0c30-b000-000000000001',
    '01957b3e-9c00-9c30-b000-000000000001',
    '01957b3e-9c00-7c30-7000-000000000001',
    '01957b3e-9c00-7c30-c000-000000000001',
    '00000000-0000-0000-0000-000000000000',
  ])('%j is none', (raw) => {
    expect(isUuid(raw)).toBe(false);
  });

  test.for(ids)('a malformed $name is a mistake in the program, and names itself', ({ name, parse }) => {
    expect(() => parse('42')).toThrow(new TypeError(`${name} must be a lower-case UUID`));
    expect(parse('01957b3e-9c00-7c30-b000-000000000001')).toBe('01957b3e-9c00-7c30-b000-000000000001');
  });
});
