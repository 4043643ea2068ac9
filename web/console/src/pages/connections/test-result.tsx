import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { testReply } from '../../../../../src/modules/connections/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { useBoth } from './use-both.ts';

/** What came of trying a connection. */
export function TestResult({ result }: { result: z.infer<typeof testReply> | undefined }) {
  const { t } = useTranslation();
  const both = useBoth();
  if (!result) return null;
  return (
    <div aria-live="polite">
      <Notice
        kind={result.ok ? 'info' : 'error'}
        title={t(result.ok ? 'connections.test.ok' : 'connections.test.failed')}
      >
        {both(result.detail)}
      </Notice>
    </div>
  );
}
