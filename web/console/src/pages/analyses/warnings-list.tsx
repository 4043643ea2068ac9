import { WarningOutlined } from '@ant-design/icons';
import type { Warning } from '../../../../../src/modules/analyses/common.contract.ts';
import { factsText } from './facts-text.ts';
import { useSay } from './use-say.ts';

/** What somebody who reads the figures has to know, such as that they stand on few people. */
export function WarningsList({ warnings }: { warnings: readonly Warning[] }) {
  const say = useSay();
  const texts = warnings.map(({ code, facts }) => factsText(say, `analysis.warning.${code}`, facts)).filter(Boolean);
  if (texts.length === 0) return null;
  return (
    <ul className="q-analysis-warnings">
      {texts.map((text) => (
        <li key={text}>
          <WarningOutlined aria-hidden /> {text}
        </li>
      ))}
    </ul>
  );
}
