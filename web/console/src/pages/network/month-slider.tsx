import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Slider } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { monthQuery, type NetworkMonths } from '../../api/network.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** How long a month is shown while it plays. */
const STEP_MS = 1600;

interface Props {
  months: NetworkMonths['months'];
  /** The month on show; undefined for now. */
  month: string | undefined;
  /** Whether the picture of the month is there already. */
  ready: boolean;
  onMonth: (day: string | undefined) => void;
}

/** Goes through the months of the network, by hand or by itself. */
export function MonthSlider({ months, month, ready, onMonth }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const client = useQueryClient();
  // Rewinding until the first month is on show.
  const [play, setPlay] = useState<'off' | 'rewind' | 'on'>('off');
  const playing = play !== 'off';
  const last = months.length - 1;
  const found = months.findIndex(({ day }) => day === month);
  const at = month === undefined || found < 0 ? last : found;
  const show = (next: number): void => onMonth(next >= last ? undefined : months[next]!.day);
  const next = months[at + 1];

  useEffect(() => {
    if (next?.picture) void client.prefetchQuery(monthQuery(community.id, next.day));
  }, [client, community.id, next]);
  useEffect(() => {
    if (play === 'off' || !ready) return undefined;
    if (at === last) {
      if (play === 'on') setPlay('off');
      return undefined;
    }
    if (play === 'rewind') setPlay('on');
    const timer = setTimeout(() => show(at + 1), STEP_MS);
    return () => clearTimeout(timer);
  });

  const labelOf = (place: number): string =>
    place === last ? t('network.now') : months[place]!.day.slice(0, 7).replace('-', '/');
  const { figures } = months[at]!;
  return (
    <div className="q-network-time">
      <Button
        shape="circle"
        icon={playing ? <PauseOutlined /> : <CaretRightOutlined />}
        aria-label={t(playing ? 'network.pause' : 'network.play')}
        onClick={() => {
          if (playing) return setPlay('off');
          if (at === last) show(0);
          return setPlay(at === last ? 'rewind' : 'on');
        }}
      />
      <Slider
        min={0}
        max={last}
        value={at}
        onChange={(place: number) => {
          setPlay('off');
          show(place);
        }}
        ariaLabelForHandle={t('network.time')}
        ariaValueTextFormatterForHandle={(place) => labelOf(Math.min(last, Math.max(0, place)))}
        tooltip={{ formatter: (place) => labelOf(place ?? last) }}
      />
      <p aria-live={playing ? 'off' : 'polite'}>
        <strong>{labelOf(at)}</strong>
        <span>{t('network.monthFacts', { tied: format.count(figures.tied), ties: format.count(figures.ties) })}</span>
      </p>
    </div>
  );
}
