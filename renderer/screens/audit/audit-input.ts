/** From what the form holds to what the command is asked. Pure. */
import type { CommandInput } from '../../../app/contract/commands.ts';
import type { ClaimRule } from '../../../app/core/audit.ts';
import type { Modality } from '../../../app/core/vocabulary.ts';
import { dpiOf } from '../../parts/dpi.ts';

export type RuleKind = ClaimRule['kind'];

export interface RuleChoice {
  readonly kind: RuleKind;
  readonly pattern: string;
  /** Text of the chosen file, where one was. */
  readonly manifest: string | undefined;
}

/** Undefined while something is missing. */
export function ruleOf({
  kind,
  pattern,
  manifest,
}: RuleChoice): { readonly rule: ClaimRule; readonly manifest?: string } | undefined {
  switch (kind) {
    case 'pattern':
      return pattern.trim() === '' ? undefined : { rule: { kind, pattern: pattern.trim() } };
    case 'manifest':
      return manifest === undefined ? undefined : { rule: { kind }, manifest };
    case 'folder':
    case 'none':
      return { rule: { kind } };
  }
}

export function auditInput(
  folder: string,
  modality: Modality,
  choice: RuleChoice,
  dpi: string,
): CommandInput<'audit.start'> | undefined {
  const rule = ruleOf(choice);
  if (!rule) return undefined;
  if (modality === 'face') return { folder, ...rule, capture: { modality } };
  const given = dpiOf(dpi);
  if (given === 'wrong') return undefined;
  return { folder, ...rule, capture: { modality, ...(given !== undefined && { dpi: given }) } };
}
