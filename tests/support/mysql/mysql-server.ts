/** A MySQL server the tests may use as they like; `url` carries no database. */
export type MysqlServer = {
  readonly url: string;
  /** Where it came from, for people: `MySQL 9.7.4 (mysqld on the PATH)`. */
  readonly origin: string;
  /** Its process, where it runs on this machine as one of ours. */
  readonly pid: number | undefined;
  /** Ends it and removes everything it wrote; does nothing to a server that was given. */
  stop(): Promise<void>;
};

/** What a server must be like beyond being quick to start and to forget, which is what tests want. */
export type MysqlWishes = {
  /** Options of mysqld, stronger than those tests run with. Of no effect on a server that was given. */
  readonly options?: readonly string[];
};

/** A `mysqld` that can be run, whatever it takes to run it. */
export type Mysqld = {
  readonly version: string;
  readonly origin: string;
  readonly command: string;
  /** What comes before mysqld's own options. */
  readonly prefix: readonly string[];
  /** Options this installation needs to find its own files. */
  readonly options: readonly string[];
};

/** Tells the person who waits what takes so long. */
export type Say = (line: string) => void;
