import { Button, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RuleBonuses } from '../../../../../src/modules/points/rules.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { instantText, wallText } from '../goals/zoned-time.ts';

type Windows = RuleBonuses['windows'];

const HOUR_MS = 3_600_000;

/** Times in which points are multiplied, in the zone of the community. */
export function WindowFields({ windows, onChange }: { windows: Windows; onChange: (windows: Windows) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { zone } = useCommunity();
  const change = (at: number, part: Partial<Windows[number]>) =>
    onChange(windows.map((one, place) => (place === at ? { ...one, ...part } : one)));
  const add = () => {
    const from = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    const window = { from: new Date(from).toISOString(), to: new Date(from + 24 * HOUR_MS).toISOString(), factor: 2 };
    onChange([...windows, window]);
  };
  return (
    <>
      {windows.map((one, at) => (
        <div key={at} className="q-point-row">
          {(['from', 'to'] as const).map((edge) => (
            <Field key={edge} label={t(`points.rules.window.${edge}`)} hint={edge === 'from' ? zone : undefined}>
              {(control) => (
                <Input
                  {...control}
                  type="datetime-local"
                  value={wallText(format, one[edge], zone)}
                  onChange={(event) => {
                    const instant = instantText(event.target.value, zone);
                    if (instant) change(at, { [edge]: instant });
                  }}
                />
              )}
            </Field>
          ))}
          <Field label={t('points.rules.window.factor')}>
            {(control) => (
              <InputNumber
                {...control}
                min={1}
                max={10}
                step={0.5}
                precision={1}
                value={one.factor}
                onChange={(factor) => change(at, { factor: factor ?? 1 })}
              />
            )}
          </Field>
          <Button onClick={() => onChange(windows.filter((_, place) => place !== at))}>
            {t('points.rules.window.remove')}
          </Button>
        </div>
      ))}
      <Button disabled={windows.length >= 20} onClick={add}>
        {t('points.rules.window.add')}
      </Button>
    </>
  );
}
