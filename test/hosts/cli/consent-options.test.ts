import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addConsentOptions, readConsent } from '../../../app/hosts/cli/consent-options.ts';
import { failureOf } from '../../services/support.ts';

function parse(...words: string[]) {
  const silent = { writeOut: () => undefined, writeErr: () => undefined };
  const command = addConsentOptions(new Command()).exitOverride().configureOutput(silent);
  return readConsent(command.parse(words, { from: 'user' }).opts());
}

test('a consent is read from its words, who and how being optional', () => {
  expect(parse('--consent-purpose', 'door', '--retain-until', '2029-12-31')).toMatchObject({
    purpose: 'door',
    retainUntil: '2029-12-31',
  });
  const all = ['--consent-purpose', 'door', '--retain-until', '2028-02-29'];
  expect(parse(...all, '--consent-by', 'Grace', '--consent-form', 'on paper')).toEqual({
    purpose: 'door',
    retainUntil: '2028-02-29',
    operator: 'Grace',
    form: 'on paper',
  });
});

test('nothing said is no consent, half of one is refused', async () => {
  expect(parse()).toBeUndefined();
  const halves = [
    ['--consent-purpose', 'door'],
    ['--retain-until', '2029-12-31'],
    ['--consent-by', 'Grace'],
  ];
  for (const half of halves) {
    expect((await failureOf(() => parse(...half))).code).toBe('bad-input');
  }
});

test.each(['2029-02-29', '31.12.2029', 'soon', '2029-12-31T00:00:00Z', ''])(
  '%j is no day',
  (text) => {
    const call = () => parse('--consent-purpose', 'door', '--retain-until', text);
    expect(call).toThrow(/Expected a date/);
  },
);
