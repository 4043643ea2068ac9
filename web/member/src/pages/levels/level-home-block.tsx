import type { MemberLevelReply } from '../../../../../src/modules/levels/levels.contract.ts';
import { Honour } from '../../../../ui/honour.tsx';
import { useAsk } from '../../api/use-ask.ts';
import { Link } from '../../router/router.tsx';
import { Card, Progress } from '../../ui/parts.tsx';
import { Answer } from '../../ui/states.tsx';
import './levels.css';
import { useLevelWords } from './use-level-words.ts';

/** A member's level and how far the next one is. */
export function LevelHomeBlock() {
  const { t, format, levelName } = useLevelWords();
  const mine = useAsk<MemberLevelReply>('/level');
  if (mine.data && mine.data.levels.length === 0) return null;
  return (
    <Card>
      <Answer of={mine} rows={2}>
        {({ level, levels }) => {
          const own = levels[level.rank - 1];
          const next = level.next && levels[level.next.rank - 1];
          const growth = level.next?.gaps.find(({ figure }) => figure === 'growth');
          return (
            <Link to="/level" className="m-level-line">
              {own ? <Honour icon={own.icon} colour={own.colour} size={44} /> : null}
              <span>
                <strong>{levelName(own)}</strong>
                {next && growth ? (
                  <>
                    <Progress value={growth.has} most={growth.needs} label={t('levels.toNext')} />
                    <span className="m-soft m-small">
                      {t('levels.toLevel', {
                        level: levelName(next),
                        count: format.exact(Math.max(0, growth.needs - growth.has)),
                      })}
                    </span>
                  </>
                ) : (
                  <span className="m-soft m-small">
                    {t('levels.growth', { value: format.exact(level.figures.growth) })}
                  </span>
                )}
              </span>
            </Link>
          );
        }}
      </Answer>
    </Card>
  );
}
