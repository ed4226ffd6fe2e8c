/** A hint that facts or mails were committed. Losing one costs a poll interval, never data. */
export interface ChangeHint {
  /**
   * Calls `wake` after commits on this node, until the returned function is called. `facts` comes twice: when they are
   * written, and when they have their positions.
   */
  subscribe(topic: 'facts' | 'mails', wake: () => void): () => void;
}
