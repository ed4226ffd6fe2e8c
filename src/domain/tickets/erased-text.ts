/** What stands where somebody's text was. */
export const erasedText = '[erased]';
