import type { Brand } from './brand.ts';

export type TicketId = Brand<string, 'TicketId'>;
export type MessageId = Brand<string, 'MessageId'>;
export type QueueId = Brand<string, 'QueueId'>;
export type UserId = Brand<string, 'UserId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type IssuerId = Brand<string, 'IssuerId'>;
export type RoleId = Brand<string, 'RoleId'>;
export type ShortcutId = Brand<string, 'ShortcutId'>;
export type OrganisationId = Brand<string, 'OrganisationId'>;
export type CategoryId = Brand<string, 'CategoryId'>;
export type CustomFieldId = Brand<string, 'CustomFieldId'>;
export type StatusLabelId = Brand<string, 'StatusLabelId'>;
export type BulkJobId = Brand<string, 'BulkJobId'>;
export type LinkId = Brand<string, 'LinkId'>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a string is a lower-case RFC 9562 UUID, the only form an id takes here. */
export const isUuid = (raw: string): boolean => uuid.test(raw);

/** Parses an id that was already checked; a malformed one is a caller's bug. */
const idOf =
  <Id extends string>(name: string) =>
  (raw: string): Id => {
    if (!isUuid(raw)) throw new TypeError(`${name} must be a lower-case UUID`);
    return raw as Id;
  };

export const TicketId = idOf<TicketId>('TicketId');
export const MessageId = idOf<MessageId>('MessageId');
export const QueueId = idOf<QueueId>('QueueId');
export const UserId = idOf<UserId>('UserId');
export const SessionId = idOf<SessionId>('SessionId');
export const IssuerId = idOf<IssuerId>('IssuerId');
export const RoleId = idOf<RoleId>('RoleId');
export const OrganisationId = idOf<OrganisationId>('OrganisationId');
export const CategoryId = idOf<CategoryId>('CategoryId');
export const CustomFieldId = idOf<CustomFieldId>('CustomFieldId');
export const StatusLabelId = idOf<StatusLabelId>('StatusLabelId');
export const BulkJobId = idOf<BulkJobId>('BulkJobId');
export const LinkId = idOf<LinkId>('LinkId');
export const ShortcutId = idOf<ShortcutId>('ShortcutId');
