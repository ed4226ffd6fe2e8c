/** Everything a template may name. All of it is known to the requester: a reply can tell nothing that only staff know. */
export const templateVariables = [
  'ticket.number',
  'ticket.subject',
  'requester.firstName',
  'requester.lastName',
  'requester.name',
  'agent.firstName',
  'agent.lastName',
  'agent.name',
] as const;

export type TemplateVariable = (typeof templateVariables)[number];

/** What each variable stands for. */
export type TemplateValues = Readonly<Record<TemplateVariable, string>>;

/** Longest template, in characters; with as many variables as it may have it still makes no longer a message than there may be. */
export const longestTemplate = 20_000;
export const mostVariables = 100;

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What a text names between double braces, in its order. */
export const namesIn = (template: string): readonly string[] =>
  [...template.matchAll(variable)].map(([, name = '']) => name);

/** Whether there is such a variable. */
export const isTemplateVariable = (name: string): name is TemplateVariable =>
  templateVariables.some((known) => known === name);

/** A text with its variables replaced, once: what comes in with a value is never looked at again. */
export const render = (template: string, values: TemplateValues): string =>
  template.replaceAll(variable, (whole, name: string) => (isTemplateVariable(name) ? values[name] : whole));
