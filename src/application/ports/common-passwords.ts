/** The passwords that guessers try first, as a maintained list has them. */
export interface CommonPasswords {
  /** A test for one password, in lower case. The list is read when it is first asked for. */
  list(): Promise<(lowerCase: string) => boolean>;
}
