import { Skeleton } from '../../../../ui/states.tsx';

/** The shape of the overview before its numbers. */
export function OverviewSkeleton() {
  return (
    <div className="q-overview">
      <div className="q-answer">
        <Skeleton rows={2} height={26} />
      </div>
      <div className="q-columns q-columns-side">
        <div className="q-column">
          {[120, 150, 210, 130, 240].map((height) => (
            <div key={height} className="q-panel">
              <Skeleton rows={1} height={height} />
            </div>
          ))}
        </div>
        <div className="q-column q-column-pair">
          {[320, 300].map((height) => (
            <div key={height} className="q-panel">
              <Skeleton rows={1} height={height} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
