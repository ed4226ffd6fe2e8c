export interface IdSource {
  /** A new UUIDv7 (RFC 9562), lower case: ids made later sort later. */
  next(): string;
}
