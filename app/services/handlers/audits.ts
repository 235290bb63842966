import type { auditCommands } from '../../contract/audits.ts';
import { createAuditService } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { once } from '../once.ts';
import { notBuilt } from './not-built.ts';

export function auditHandlers(context: Context): Pick<Handlers, keyof typeof auditCommands> {
  const { folders, jobs, now, both } = context;
  const audits = once(async () => createAuditService({ ...(await both()), jobs, now }));
  return {
    'audit.preview': async ({ folder, ...input }) =>
      (await audits()).preview({ ...input, folder: folders.pathOf(folder) }),
    'audit.start': async ({ folder, ...input }) =>
      (await audits()).start({ ...input, folder: folders.pathOf(folder) }),
    'audit.resume': notBuilt,
    'audit.list': notBuilt,
    'audit.show': notBuilt,
    'audit.rows': notBuilt,
    'audit.image': notBuilt,
    'audit.report': async ({ auditId, format }) => {
      if (format === 'html') return notBuilt();
      return { text: (await audits()).report(auditId, format) };
    },
    'audit.remove': notBuilt,
  };
}
