/** Those who want to hear of something, within this process. */
export type Listeners<News> = {
  tell(news: News): void;
  /** Adds a listener, and gives back how to remove it. */
  add(hear: (news: News) => void): () => void;
};

export const listeners = <News>(): Listeners<News> => {
  const all = new Set<(news: News) => void>();
  return {
    tell: (news) => {
      for (const hear of [...all]) hear(news);
    },
    add: (hear) => {
      // an own function each time, so that adding twice is hearing twice
      const listener = (news: News): void => hear(news);
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
  };
};
