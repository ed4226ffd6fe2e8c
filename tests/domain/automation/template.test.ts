import { describe, expect, test } from 'vitest';
import {
  isTemplateVariable,
  longestTemplate,
  mostVariables,
  namesIn,
  render,
  type TemplateValues,
} from '#domain/automation/template.ts';
import { longestName } from '#domain/identity/user.ts';
import { longestSubject } from '#domain/tickets/subject.ts';

const values: TemplateValues = {
  'ticket.number': '42',
  'ticket.subject': 'Charged twice',
  'requester.firstName': 'Carla',
  'requester.lastName': 'Example',
  'requester.name': 'Carla Example',
  'agent.firstName': 'Ben',
  'agent.lastName': 'Example',
  'agent.name': 'Ben Example',
};

describe('a template', () => {
  test('says what its variables stand for, however they are spaced', () => {
    expect(render('Hello {{requester.firstName}}, #{{ ticket.number }}: {{\tagent.name }}', values)).toBe(
      'Hello Carla, #42: Ben Example',
    );
  });

  test('is rendered once: what a customer writes into a subject or a name is only text', () => {
    const sly = { ...values, 'ticket.subject': '{{agent.name}} $& $1 {{ticket.subject}}' };
    expect(render('About {{ticket.subject}}', sly)).toBe('About {{agent.name}} $& $1 {{ticket.subject}}');
  });

  test('leaves single and unclosed braces as they are', () => {
    expect(render('{ticket.number} {{ticket.number} }} {{', values)).toBe(
      '{ticket.number} {{ticket.number} }} {{',
    );
  });

  test('names its variables in order, those that there are not included', () => {
    const names = namesIn('{{agent.name}} {{ticket.priority}} {{}} {{constructor}}');
    expect(names).toEqual(['agent.name', 'ticket.priority', '', 'constructor']);
    expect(names.map(isTemplateVariable)).toEqual([true, false, false, false]);
  });

  test('never makes a longer message than there may be', () => {
    const longest = Math.max(longestSubject, 2 * longestName + 1);
    expect(longestTemplate + mostVariables * longest).toBeLessThan(100_000);
  });
});
