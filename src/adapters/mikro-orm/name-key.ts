/** Names that differ only in case are one name, whatever an engine thinks of case. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase();
