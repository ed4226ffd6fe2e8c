/** A hint that something was committed. Losing one costs a poll interval, never data. */
export interface ChangeHint {
  /**
   * Calls `wake` after commits on this node, until the returned function is called: of `facts` that have no positions
   * yet, of positions, with which facts are in the `feed`, of `mails`, or of `principals`, whose rights or sessions
   * changed.
   */
  subscribe(topic: 'facts' | 'feed' | 'mails' | 'principals', wake: () => void): () => void;
}
