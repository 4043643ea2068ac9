-- analyses.active_days
SELECT toUInt32(days) AS days, toFloat64(count()) AS people
        FROM (SELECT uniqExact(day) AS days FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}
    FROM (SELECT persona_id, {p1:Identifier} FROM member_days
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID} AND member_id = {p0:UUID})
      AND day >= {p6:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) GROUP BY member_id)
        GROUP BY days ORDER BY days;

-- analyses.count_members
SELECT count() AS members FROM (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 );

-- analyses.count_texts
SELECT count() AS writings, countIf(event_id IN (SELECT event_id FROM event_texts FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day >= {p2:Date} AND day <= {p3:Date} AND text != ''
     )) AS texts
        FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p5:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier}
    FROM (SELECT account_id, {p5:Identifier}, {p6:Identifier}, {p7:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p3:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p2:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID});

-- analyses.funnel
SELECT part, toUInt32(level) AS level, toFloat64(count()) AS people
        FROM (SELECT * FROM (SELECT member_id, level FROM (SELECT member_id, multiIf(arrayExists(v -> v > 0, {p0:Identifier}), {p1:UInt64}, arrayExists(v -> v > 0, {p2:Identifier}), {p3:UInt64}, 0) AS level, [intDiv(xs[arrayFirstIndex(v -> v > 0, {p0:Identifier})], {p4:UInt64}) - intDiv({p0:Identifier}[arrayFirstIndex(v -> v > 0, {p0:Identifier})], {p5:UInt64})] AS took,
      intDiv(arrayMax(c1), {p6:UInt64}) AS latest
    FROM (SELECT *, arrayMap((x, s, y) -> if(bitTest(x, {p7:UInt64}) AND s > 0 AND intDiv(x, 256) > intDiv(y, 256)
        AND intDiv(x, 256) <= intDiv(s + toUInt64({p8:UInt64}), 256), s, toUInt64(0)),
      xs, arrayResize(arrayPushFront({p2:Identifier}, toUInt64(0)), length(xs)), arrayResize(arrayPushFront(xs, toUInt64(0)), length(xs))) AS {p0:Identifier} FROM (SELECT *, arrayMap(x -> if(bitTest(x, {p9:UInt64}), x, toUInt64(0)), xs) AS c1 FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + if(((kind IN {p10:Array(String)}) AND day <= {p11:Date}), {p12:UInt64}, 0) + if((kind IN {p13:Array(String)}), {p14:UInt64}, 0))) AS xs
    FROM (SELECT if(mapped_persona = {p15:UUID}, persona_id, mapped_member) AS member_id, {p16:Identifier}, {p17:Identifier}, {p18:Identifier}, {p19:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p16:Identifier} AS {p16:Identifier} , e.{p17:Identifier} AS {p17:Identifier} , e.{p18:Identifier} AS {p18:Identifier} , e.{p19:Identifier} AS {p19:Identifier} , e.{p20:Identifier} AS {p20:Identifier} , e.{p21:Identifier} AS {p21:Identifier}
    FROM (SELECT account_id, {p16:Identifier}, {p17:Identifier}, {p18:Identifier}, {p19:Identifier}, {p20:Identifier}, {p21:Identifier} FROM events FINAL
    WHERE (workspace_id = {p22:UUID} AND community_id = {p23:UUID}) AND day <= {p11:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p22:UUID} AND community_id = {p23:UUID}))
      AND day >= {p24:Date} AND (weight > 0 OR (kind IN {p25:Array(String)}) OR (kind IN {p26:Array(String)}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p22:UUID} AND community_id = {p23:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p22:UUID} AND community_id = {p23:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p22:UUID} AND community_id = {p23:UUID}) AND map_id = {p27:UUID} AND persona_id != {p15:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p15:UUID} OR mapped_member != {p15:UUID}) GROUP BY member_id)))) WHERE level > 0) AS r INNER JOIN (SELECT member_id, if(is_member = 1, toString(tier), 'outside') AS part FROM member_states WHERE (workspace_id = {p22:UUID} AND community_id = {p23:UUID}) AND evaluation_id = {p28:UUID}
         ) AS b USING (member_id))
        GROUP BY part, level ORDER BY part, level;

-- analyses.funnel_times
SELECT [toFloat64(countIf(level = {p0:UInt64})), toFloat64(countIf(level = {p1:UInt64}))] AS levels, [quantilesExactInclusiveIf(0.5, 0.9)(toFloat64(took[{p2:UInt64}]), level >= {p3:UInt64})] AS times,
          toFloat64(countIf(level > 0 AND level < {p4:UInt64} AND latest + {p5:UInt64} >= {p6:UInt64})) AS open
        FROM (SELECT member_id, multiIf(arrayExists(v -> v > 0, {p7:Identifier}), {p8:UInt64}, arrayExists(v -> v > 0, {p9:Identifier}), {p10:UInt64}, 0) AS level, [intDiv(xs[arrayFirstIndex(v -> v > 0, {p7:Identifier})], {p11:UInt64}) - intDiv({p7:Identifier}[arrayFirstIndex(v -> v > 0, {p7:Identifier})], {p12:UInt64})] AS took,
      intDiv(arrayMax(c1), {p13:UInt64}) AS latest
    FROM (SELECT *, arrayMap((x, s) -> if(x % 16 = {p14:UInt64} AND s > 0 AND x <= s + toUInt64({p15:UInt64}), s, toUInt64(0)),
        xs, arrayFill(v -> v > 0, {p9:Identifier})) AS {p7:Identifier} FROM (SELECT *, arrayMap(x -> if(x % 16 = {p16:UInt64}, x, toUInt64(0)), xs) AS c1 FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 16 + least(if(((kind IN {p17:Array(String)}) AND day <= {p18:Date}), {p19:UInt64}, 15), if((kind IN {p20:Array(String)}), {p21:UInt64}, 15)))) AS xs
    FROM (SELECT if(mapped_persona = {p22:UUID}, persona_id, mapped_member) AS member_id, {p23:Identifier}, {p24:Identifier}, {p25:Identifier}, {p26:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p23:Identifier} AS {p23:Identifier} , e.{p24:Identifier} AS {p24:Identifier} , e.{p25:Identifier} AS {p25:Identifier} , e.{p26:Identifier} AS {p26:Identifier} , e.{p27:Identifier} AS {p27:Identifier} , e.{p28:Identifier} AS {p28:Identifier}
    FROM (SELECT account_id, {p23:Identifier}, {p24:Identifier}, {p25:Identifier}, {p26:Identifier}, {p27:Identifier}, {p28:Identifier} FROM events FINAL
    WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}) AND day <= {p18:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}))
      AND day >= {p31:Date} AND ((kind IN {p32:Array(String)}) OR (kind IN {p33:Array(String)}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}) AND map_id = {p34:UUID} AND persona_id != {p22:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p22:UUID} OR mapped_member != {p22:UUID}) GROUP BY member_id))));

-- analyses.funnel_times
SELECT [toFloat64(countIf(level = {p0:UInt64})), toFloat64(countIf(level = {p1:UInt64}))] AS levels, [quantilesExactInclusiveIf(0.5, 0.9)(toFloat64(took[{p2:UInt64}]), level >= {p3:UInt64})] AS times,
          toFloat64(countIf(level > 0 AND level < {p4:UInt64} AND latest + {p5:UInt64} >= {p6:UInt64})) AS open
        FROM (SELECT member_id, multiIf(arrayExists(v -> v > 0, {p7:Identifier}), {p8:UInt64}, arrayExists(v -> v > 0, {p9:Identifier}), {p10:UInt64}, 0) AS level, [intDiv(xs[arrayFirstIndex(v -> v > 0, {p7:Identifier})], {p11:UInt64}) - intDiv({p7:Identifier}[arrayFirstIndex(v -> v > 0, {p7:Identifier})], {p12:UInt64})] AS took,
      intDiv(arrayMax(c1), {p13:UInt64}) AS latest
    FROM (SELECT *, arrayMap((x, s) -> if(x % 16 = {p14:UInt64} AND s > 0 AND x <= s + toUInt64({p15:UInt64}), s, toUInt64(0)),
        xs, arrayFill(v -> v > 0, {p9:Identifier})) AS {p7:Identifier} FROM (SELECT *, arrayMap(x -> if(x % 16 = {p16:UInt64}, x, toUInt64(0)), xs) AS c1 FROM (SELECT member_id, arraySort(groupArrayArray(arrayMap(spot -> toUInt64(toUnixTimestamp64Milli(at)) * 16 + spot, arrayFilter(spot -> spot != 15, [if(((weight > 0) AND day <= {p17:Date}), {p18:UInt64}, 15), if((kind IN {p19:Array(String)} AND has_value = 1 AND value >= {p20:Float64}), {p21:UInt64}, 15)])))) AS xs
    FROM (SELECT if(mapped_persona = {p22:UUID}, persona_id, mapped_member) AS member_id, {p23:Identifier}, {p24:Identifier}, {p25:Identifier}, {p26:Identifier}, {p27:Identifier}, {p28:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p23:Identifier} AS {p23:Identifier} , e.{p24:Identifier} AS {p24:Identifier} , e.{p25:Identifier} AS {p25:Identifier} , e.{p26:Identifier} AS {p26:Identifier} , e.{p27:Identifier} AS {p27:Identifier} , e.{p28:Identifier} AS {p28:Identifier} , e.{p29:Identifier} AS {p29:Identifier} , e.{p30:Identifier} AS {p30:Identifier}
    FROM (SELECT account_id, {p23:Identifier}, {p24:Identifier}, {p25:Identifier}, {p26:Identifier}, {p27:Identifier}, {p28:Identifier}, {p29:Identifier}, {p30:Identifier} FROM events FINAL
    WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}) AND day <= {p17:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}))
      AND day >= {p33:Date} AND ((weight > 0) OR (kind IN {p34:Array(String)} AND has_value = 1 AND value >= {p35:Float64}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}) AND map_id = {p36:UUID} AND persona_id != {p22:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p22:UUID} OR mapped_member != {p22:UUID}) GROUP BY member_id))));

-- analyses.funnel_times
SELECT [toFloat64(countIf(level = {p0:UInt64})), toFloat64(countIf(level = {p1:UInt64}))] AS levels, [quantilesExactInclusiveIf(0.5, 0.9)(toFloat64(took[{p2:UInt64}]), level >= {p3:UInt64})] AS times,
          toFloat64(countIf(level > 0 AND level < {p4:UInt64} AND latest + {p5:UInt64} >= {p6:UInt64})) AS open
        FROM (SELECT member_id, multiIf(arrayExists(v -> v > 0, {p7:Identifier}), {p8:UInt64}, arrayExists(v -> v > 0, {p9:Identifier}), {p10:UInt64}, 0) AS level, [intDiv(xs[arrayFirstIndex(v -> v > 0, {p7:Identifier})], {p11:UInt64}) - intDiv({p7:Identifier}[arrayFirstIndex(v -> v > 0, {p7:Identifier})], {p12:UInt64})] AS took,
      intDiv(arrayMax(c1), {p13:UInt64}) AS latest
    FROM (SELECT *, arrayMap((x, s, y) -> if(bitTest(x, {p14:UInt64}) AND s > 0 AND intDiv(x, 256) > intDiv(y, 256)
        AND intDiv(x, 256) <= intDiv(s + toUInt64({p15:UInt64}), 256), s, toUInt64(0)),
      xs, arrayResize(arrayPushFront({p9:Identifier}, toUInt64(0)), length(xs)), arrayResize(arrayPushFront(xs, toUInt64(0)), length(xs))) AS {p7:Identifier} FROM (SELECT *, arrayMap(x -> if(bitTest(x, {p16:UInt64}), x, toUInt64(0)), xs) AS c1 FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + if(((kind IN {p17:Array(String)}) AND day <= {p18:Date}), {p19:UInt64}, 0) + if((kind IN {p20:Array(String)}), {p21:UInt64}, 0))) AS xs
    FROM (SELECT if(mapped_persona = {p22:UUID}, persona_id, mapped_member) AS member_id, {p23:Identifier}, {p24:Identifier}, {p25:Identifier}, {p26:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p23:Identifier} AS {p23:Identifier} , e.{p24:Identifier} AS {p24:Identifier} , e.{p25:Identifier} AS {p25:Identifier} , e.{p26:Identifier} AS {p26:Identifier} , e.{p27:Identifier} AS {p27:Identifier} , e.{p28:Identifier} AS {p28:Identifier}
    FROM (SELECT account_id, {p23:Identifier}, {p24:Identifier}, {p25:Identifier}, {p26:Identifier}, {p27:Identifier}, {p28:Identifier} FROM events FINAL
    WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}) AND day <= {p18:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}))
      AND day >= {p31:Date} AND (weight > 0 OR (kind IN {p32:Array(String)}) OR (kind IN {p33:Array(String)}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p29:UUID} AND community_id = {p30:UUID}) AND map_id = {p34:UUID} AND persona_id != {p22:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p22:UUID} OR mapped_member != {p22:UUID}) GROUP BY member_id))));

-- analyses.heatmap
SELECT if(grouping(cell) = 1, toUInt16({p0:UInt64}), cell) AS place, toFloat64(count()) AS events, toFloat64(uniqExact(member_id)) AS people
        FROM (SELECT member_id, toUInt16(((intDiv(hours, 24) + 3) % 7) * 24 + hours % 24) AS cell
    FROM (SELECT member_id, intDiv(intDiv(toUnixTimestamp64Milli(at), {p1:Int64}) + {p2:Int64}, 4) AS hours FROM (SELECT if(mapped_persona = {p3:UUID}, persona_id, mapped_member) AS member_id, {p4:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p4:Identifier} AS {p4:Identifier} , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier}
    FROM (SELECT account_id, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM events FINAL
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND day <= {p9:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
      AND day >= {p10:Date} AND (weight > 0)) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p11:UUID} AND persona_id != {p3:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p3:UUID} OR mapped_member != {p3:UUID}))) GROUP BY GROUPING SETS ((cell), ());

-- analyses.key_path
SELECT toUInt32(bit) AS bit, toFloat64(count()) AS people, toFloat64(sum(stayed)) AS stayed
        FROM (SELECT stayed, arrayJoin(arrayPushBack(bitPositionsToArray(did), toUInt64({p0:UInt64}))) AS bit
          FROM (SELECT member_id, if(has(kinds, 'message'), bitShiftLeft(toUInt64(1), {p1:UInt64}), 0) + if(has(kinds, 'reply'), bitShiftLeft(toUInt64(1), {p2:UInt64}), 0) + if(has(kinds, 'reaction'), bitShiftLeft(toUInt64(1), {p3:UInt64}), 0) + if(has(kinds, 'vote'), bitShiftLeft(toUInt64(1), {p4:UInt64}), 0) + if(has(kinds, 'check_in'), bitShiftLeft(toUInt64(1), {p5:UInt64}), 0) + if(has(kinds, 'answer'), bitShiftLeft(toUInt64(1), {p6:UInt64}), 0) + if(has(kinds, 'submission'), bitShiftLeft(toUInt64(1), {p7:UInt64}), 0) + if(has(kinds, 'post'), bitShiftLeft(toUInt64(1), {p8:UInt64}), 0) + if(has(kinds, 'attend'), bitShiftLeft(toUInt64(1), {p9:UInt64}), 0) + if(has(kinds, 'review'), bitShiftLeft(toUInt64(1), {p10:UInt64}), 0) + if(has(kinds, 'invite_accepted'), bitShiftLeft(toUInt64(1), {p11:UInt64}), 0) + if(has(kinds, 'purchase'), bitShiftLeft(toUInt64(1), {p12:UInt64}), 0) + if(wrote_first > 0, bitShiftLeft(toUInt64(1), {p13:UInt64}), 0) + if(replied_first > 0, bitShiftLeft(toUInt64(1), {p14:UInt64}), 0) + if(active_days >= 2, bitShiftLeft(toUInt64(1), {p15:UInt64}), 0) + if(active_days >= 4, bitShiftLeft(toUInt64(1), {p16:UInt64}), 0) + if(active_groups >= 2, bitShiftLeft(toUInt64(1), {p17:UInt64}), 0) + if(active_groups >= 3, bitShiftLeft(toUInt64(1), {p18:UInt64}), 0) + if(has(got, 'reply'), bitShiftLeft(toUInt64(1), {p19:UInt64}), 0) + if(has(got, 'reaction'), bitShiftLeft(toUInt64(1), {p20:UInt64}), 0) + if(has(got, 'mention'), bitShiftLeft(toUInt64(1), {p21:UInt64}), 0) + if(tied >= 1, bitShiftLeft(toUInt64(1), {p22:UInt64}), 0) + if(tied >= 3, bitShiftLeft(toUInt64(1), {p23:UInt64}), 0) + if(tied >= 5, bitShiftLeft(toUInt64(1), {p24:UInt64}), 0) AS did, member_id IN (SELECT DISTINCT member_id FROM (SELECT member_id, toInt32(toUInt16(day)) - joined AS age
      FROM (SELECT if(mapped_persona = {p25:UUID}, persona_id, mapped_member) AS member_id, {p26:Identifier}
    FROM (SELECT persona_id, {p26:Identifier} FROM member_days
    WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) GROUP BY day) AND day <= {p29:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID} AND member_id = {p25:UUID})
      AND day >= {p31:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID} AND persona_id != {p25:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p25:UUID} OR mapped_member != {p25:UUID}) AS d INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND evaluation_id = {p32:UUID}
        AND joined_day >= {p33:Date} AND joined_day <= {p34:Date} ) AS j USING (member_id))
    WHERE age >= {p35:UInt64} AND age < {p36:UInt64}) AS stayed
    FROM (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND evaluation_id = {p32:UUID}
        AND joined_day >= {p33:Date} AND joined_day <= {p34:Date} ) AS j
    LEFT ANY JOIN (SELECT member_id, groupUniqArray(toString(kind)) AS kinds,
      countIf(age = 0 AND kind IN {p37:Array(String)}) AS wrote_first, countIf(age = 0 AND kind IN ('reply', 'answer')) AS replied_first,
      uniqExactIf(age, weight > 0) AS active_days, uniqExactIf(group_id, weight > 0) AS active_groups
    FROM (SELECT member_id, kind, group_id, weight, toInt32(toUInt16(day)) - joined AS age
      FROM (SELECT if(mapped_persona = {p25:UUID}, persona_id, mapped_member) AS member_id, {p26:Identifier}, {p38:Identifier}, {p39:Identifier}, {p40:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p26:Identifier} AS {p26:Identifier} , e.{p38:Identifier} AS {p38:Identifier} , e.{p39:Identifier} AS {p39:Identifier} , e.{p40:Identifier} AS {p40:Identifier} , e.{p41:Identifier} AS {p41:Identifier} , e.{p42:Identifier} AS {p42:Identifier} , e.{p43:Identifier} AS {p43:Identifier}
    FROM (SELECT account_id, {p26:Identifier}, {p38:Identifier}, {p39:Identifier}, {p40:Identifier}, {p41:Identifier}, {p42:Identifier}, {p43:Identifier} FROM events FINAL
    WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND day <= {p44:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}))
      AND day >= {p33:Date} ) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID} AND persona_id != {p25:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p25:UUID} OR mapped_member != {p25:UUID}) AS e INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND evaluation_id = {p32:UUID}
        AND joined_day >= {p33:Date} AND joined_day <= {p34:Date} ) AS j USING (member_id))
    WHERE age >= 0 AND age < {p45:UInt64} GROUP BY member_id) AS d USING (member_id)
    LEFT ANY JOIN (SELECT member_id, groupUniqArray(got_kind) AS got, uniqExact(other) AS tied
    FROM (SELECT arrayJoin([(receiver, giver, toString(kind)), (giver, receiver, '')]) AS side,
      side.1 AS member_id, side.2 AS other, side.3 AS got_kind, day FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) GROUP BY day) AND day <= {p29:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p25:UUID} AND receiver != {p25:UUID}) WHERE day >= {p33:Date} AND day <= {p44:Date} AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) GROUP BY day) AND day <= {p29:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p25:UUID} AND receiver != {p25:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND map_id = {p30:UUID}))) GROUP BY giver, receiver, event_id) WHERE day >= {p33:Date} AND day <= {p44:Date}) WHERE giver != receiver) AS g INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p27:UUID} AND community_id = {p28:UUID}) AND evaluation_id = {p32:UUID}
        AND joined_day >= {p33:Date} AND joined_day <= {p34:Date} ) AS j USING (member_id)
    WHERE toInt32(toUInt16(day)) >= joined AND toInt32(toUInt16(day)) < joined + {p46:UInt64} GROUP BY member_id) AS a USING (member_id)))
        GROUP BY bit ORDER BY bit;

-- analyses.lifecycle
SELECT toUInt32(period) AS period, toFloat64(count()) AS active, toFloat64(countIf(bitTest(again[intDiv(period - {p0:UInt64}, 64) + 1], (period - {p1:UInt64}) % 64))) AS retained,
          toFloat64(countIf(period = begun)) AS begun
        FROM (
          SELECT begun, again, arrayJoin(arrayConcat(
            arrayFlatten(arrayMap((place, held) -> arrayMap(bit -> toUInt32({p2:UInt64} + (place - 1) * 64 + bit), bitPositionsToArray(held)),
              arrayEnumerate(words), words)),
            if(begun < {p3:UInt64}, [toUInt32({p4:UInt64})], []))) AS period
          FROM (SELECT member_id, begun, words,
      arrayMap((held, before) -> bitAnd(held, bitOr(bitShiftLeft(held, 1), bitShiftRight(before, 63))),
        words, arrayPushFront(arrayPopBack(words), toUInt64(0))) AS again
    FROM (SELECT member_id, min(at) AS begun, [groupBitOr(if(1 AND intDiv(at, 64) = {p5:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), groupBitOr(if(1 AND intDiv(at, 64) = {p6:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
      FROM (SELECT member_id, toUInt16(day) AS at FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}
    FROM (SELECT persona_id, {p8:Identifier} FROM member_days
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) GROUP BY day) AND day <= {p11:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND member_id = {p7:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID}))
      GROUP BY member_id))
        ) GROUP BY period ORDER BY period;

-- analyses.lifecycle
SELECT toUInt32(period) AS period, toFloat64(count()) AS active, toFloat64(countIf(bitTest(again[intDiv(period - {p0:UInt64}, 64) + 1], (period - {p1:UInt64}) % 64))) AS retained,
          toFloat64(countIf(period = begun)) AS begun
        FROM (
          SELECT begun, again, arrayJoin(arrayConcat(
            arrayFlatten(arrayMap((place, held) -> arrayMap(bit -> toUInt32({p2:UInt64} + (place - 1) * 64 + bit), bitPositionsToArray(held)),
              arrayEnumerate(words), words)),
            if(begun < {p3:UInt64}, [toUInt32({p4:UInt64})], []))) AS period
          FROM (SELECT member_id, begun, words,
      arrayMap((held, before) -> bitAnd(held, bitOr(bitShiftLeft(held, 1), bitShiftRight(before, 63))),
        words, arrayPushFront(arrayPopBack(words), toUInt64(0))) AS again
    FROM (SELECT member_id, min(at) AS begun, [groupBitOr(if(1 AND intDiv(at, 64) = {p5:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), groupBitOr(if(1 AND intDiv(at, 64) = {p6:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
      FROM (SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}
    FROM (SELECT persona_id, {p8:Identifier} FROM member_days
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) GROUP BY day) AND day <= {p11:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND member_id = {p7:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID}))
      GROUP BY member_id))
        ) GROUP BY period ORDER BY period;

-- analyses.names_among_terms
SELECT w.word AS word FROM (SELECT arrayJoin({p0:Array(String)}) AS word, upperUTF8(word) AS folded) AS w INNER JOIN (
      SELECT DISTINCT upperUTF8(called) AS folded
      FROM (SELECT arrayJoin([name, external_id]) AS called FROM source_names FINAL
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND subject = 'account')
      WHERE folded IN (SELECT folded FROM (SELECT arrayJoin({p3:Array(String)}) AS word, upperUTF8(word) AS folded))) AS n ON n.folded = w.folded;

-- analyses.other_answerers
SELECT q.event_id AS question, groupUniqArray(w.member_id) AS members
        FROM (SELECT event_id, member_id, group_id, at, arrayJoin(arrayDistinct([(reply_to, 1), (thread_id, 0)])) AS named
              FROM (SELECT event_id, member_id, group_id, thread_id, at,
                      if(kind IN ('reply', 'answer'), reply_to, {p0:UUID}) AS reply_to FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier} , e.{p4:Identifier} AS {p4:Identifier} , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}, {p7:Identifier} FROM events FINAL
    WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND day <= {p10:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}))
      AND day >= {p11:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND map_id = {p12:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}))
              WHERE named.1 != {p0:UUID}) AS w
        INNER JOIN (SELECT event_id, member_id, group_id, at, arrayJoin(arrayDistinct([event_id, thread_id])) AS name
              FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p6:Identifier}, {p7:Identifier} FROM events FINAL
    WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND day <= {p10:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}))
      AND day >= {p11:Date} AND event_id IN {p13:Array(UUID)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND map_id = {p12:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) WHERE name != {p0:UUID}) AS q
        ON w.named.1 = q.name
        WHERE w.member_id != q.member_id AND w.at >= q.at AND w.event_id != q.event_id
          AND toUnixTimestamp64Milli(w.at) - toUnixTimestamp64Milli(q.at) <= {p14:Int64}
          AND (w.named.2 = 1 AND q.name = q.event_id OR w.named.2 = 0 AND w.group_id = q.group_id)
        GROUP BY question;

-- analyses.path_labels
SELECT kind, group_id FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier} , e.{p4:Identifier} AS {p4:Identifier} , e.{p5:Identifier} AS {p5:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier} FROM events FINAL
    WHERE (workspace_id = {p6:UUID} AND community_id = {p7:UUID}) AND day <= {p8:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p6:UUID} AND community_id = {p7:UUID}))
      AND day >= {p9:Date} AND kind IN {p10:Array(String)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p6:UUID} AND community_id = {p7:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p6:UUID} AND community_id = {p7:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p6:UUID} AND community_id = {p7:UUID}) AND map_id = {p11:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) GROUP BY kind, group_id ORDER BY count() DESC, kind, group_id
        LIMIT {p12:UInt64};

-- analyses.paths
SELECT path, toFloat64(count()) AS people FROM (SELECT member_id, arraySum((label, place) -> bitShiftLeft(label + 1, 8 * (place - 1)), kept, arrayEnumerate(kept)) AS path
    FROM (SELECT member_id, arraySlice(arrayCompact(arrayMap(x -> toUInt64(x % 256), xs)), 1, {p0:UInt64}) AS kept FROM (SELECT member_id, if(ended = 0, xs, arraySlice(xs, 1, ended - 1)) AS xs FROM (SELECT *, arrayFirstIndex((d, place) -> place > 1 AND abs(d) > {p1:Int64}, arrayDifference(arrayMap(x -> toInt64(intDiv(x, 256)), xs)), arrayEnumerate(xs)) AS ended FROM (SELECT member_id, arraySlice(all_xs, start) AS xs FROM (SELECT *, 1 AS start FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + toUInt64(transform(kind, {p2:Array(String)}, {p3:Array(UInt64)}, 0)))) AS all_xs
    FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p5:Identifier}, {p6:Identifier}, {p7:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier}
    FROM (SELECT account_id, {p5:Identifier}, {p6:Identifier}, {p7:Identifier}, {p8:Identifier}, {p9:Identifier} FROM events FINAL
    WHERE (workspace_id = {p10:UUID} AND community_id = {p11:UUID}) AND day <= {p12:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p10:UUID} AND community_id = {p11:UUID}))
      AND day >= {p13:Date} AND kind IN {p14:Array(String)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p10:UUID} AND community_id = {p11:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p10:UUID} AND community_id = {p11:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p10:UUID} AND community_id = {p11:UUID}) AND map_id = {p15:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID}) GROUP BY member_id)) WHERE start > 0))))) GROUP BY path ORDER BY path;

-- analyses.paths
SELECT path, toFloat64(count()) AS people FROM (SELECT member_id, arraySum((label, place) -> bitShiftLeft(label + 1, 8 * (place - 1)), kept, arrayEnumerate(kept)) AS path
    FROM (SELECT member_id, arraySlice(arrayCompact(arrayMap(x -> toUInt64(x % 256), xs)), 1, {p0:UInt64}) AS kept FROM (SELECT member_id, if(ended = 0, xs, arraySlice(xs, 1, ended - 1)) AS xs FROM (SELECT *, arrayFirstIndex((d, place) -> place > 1 AND abs(d) > {p1:Int64}, arrayDifference(arrayMap(x -> toInt64(intDiv(x, 256)), xs)), arrayEnumerate(xs)) AS ended FROM (SELECT member_id, arraySlice(all_xs, start) AS xs FROM (SELECT *, arrayFirstIndex(x -> has({p2:Array(UInt64)}, x % 256), all_xs) AS start FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + toUInt64(transform(kind, {p3:Array(String)}, {p4:Array(UInt64)}, 0)))) AS all_xs
    FROM (SELECT if(mapped_persona = {p5:UUID}, persona_id, mapped_member) AS member_id, {p6:Identifier}, {p7:Identifier}, {p8:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier}
    FROM (SELECT account_id, {p6:Identifier}, {p7:Identifier}, {p8:Identifier}, {p9:Identifier}, {p10:Identifier} FROM events FINAL
    WHERE (workspace_id = {p11:UUID} AND community_id = {p12:UUID}) AND day <= {p13:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p11:UUID} AND community_id = {p12:UUID}))
      AND day >= {p14:Date} AND kind IN {p15:Array(String)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p11:UUID} AND community_id = {p12:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p11:UUID} AND community_id = {p12:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p11:UUID} AND community_id = {p12:UUID}) AND map_id = {p16:UUID} AND persona_id != {p5:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p5:UUID} OR mapped_member != {p5:UUID}) GROUP BY member_id)) WHERE start > 0))))) GROUP BY path ORDER BY path;

-- analyses.paths
SELECT path, toFloat64(count()) AS people FROM (SELECT member_id, arraySum((label, place) -> bitShiftLeft(label + 1, 8 * (place - 1)), kept, arrayEnumerate(kept)) AS path
    FROM (SELECT member_id, arraySlice(arrayMap(x -> toUInt64(x % 256), xs), 1, {p0:UInt64}) AS kept FROM (SELECT member_id, if(ended = 0, xs, arraySlice(xs, 1, ended - 1)) AS xs FROM (SELECT *, arrayFirstIndex((d, place) -> place > 1 AND abs(d) > {p1:Int64}, arrayDifference(arrayMap(x -> toInt64(intDiv(x, 256)), xs)), arrayEnumerate(xs)) AS ended FROM (SELECT member_id, arraySlice(arrayReverse(all_xs), start) AS xs FROM (SELECT *, 1 AS start FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + toUInt64(transform(toUInt64(transform(group_id, {p2:Array(UUID)}, {p3:Array(UInt64)}, 0)) * {p4:UInt64} + toUInt64(transform(kind, {p5:Array(String)}, {p6:Array(UInt64)}, 0)), {p7:Array(UInt64)}, {p8:Array(UInt64)}, 0)))) AS all_xs
    FROM (SELECT if(mapped_persona = {p9:UUID}, persona_id, mapped_member) AS member_id, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier} , e.{p13:Identifier} AS {p13:Identifier} , e.{p14:Identifier} AS {p14:Identifier}
    FROM (SELECT account_id, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}, {p13:Identifier}, {p14:Identifier} FROM events FINAL
    WHERE (workspace_id = {p15:UUID} AND community_id = {p16:UUID}) AND day <= {p17:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p15:UUID} AND community_id = {p16:UUID}))
      AND day >= {p18:Date} AND kind IN {p19:Array(String)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p15:UUID} AND community_id = {p16:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p15:UUID} AND community_id = {p16:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p15:UUID} AND community_id = {p16:UUID}) AND map_id = {p20:UUID} AND persona_id != {p9:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p9:UUID} OR mapped_member != {p9:UUID}) GROUP BY member_id)) WHERE start > 0))))) GROUP BY path ORDER BY path;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT DISTINCT member_id FROM (SELECT member_id, toUInt16(((intDiv(hours, 24) + 3) % 7) * 24 + hours % 24) AS cell
    FROM (SELECT member_id, intDiv(intDiv(toUnixTimestamp64Milli(at), {p3:Int64}) + {p4:Int64}, 4) AS hours FROM (SELECT if(mapped_persona = {p5:UUID}, persona_id, mapped_member) AS member_id, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier}
    FROM (SELECT account_id, {p6:Identifier}, {p7:Identifier}, {p8:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p9:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p10:Date} AND (weight > 0)) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p11:UUID} AND persona_id != {p5:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p5:UUID} OR mapped_member != {p5:UUID}))) WHERE intDiv(cell, 24) = {p12:UInt64} AND 1) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT arrayJoin({p3:Array(UUID)}) AS member_id) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT if(mapped_persona = {p3:UUID}, persona_id, mapped_member) AS member_id, {p4:Identifier}
    FROM (SELECT persona_id, {p4:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p5:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID} AND member_id = {p3:UUID})
      AND day >= {p7:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID} AND persona_id != {p3:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p3:UUID} OR mapped_member != {p3:UUID}) GROUP BY member_id
        HAVING uniqExact(day) = {p8:UInt64}) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, arraySum((label, place) -> bitShiftLeft(label + 1, 8 * (place - 1)), kept, arrayEnumerate(kept)) AS path
    FROM (SELECT member_id, arraySlice(arrayCompact(arrayMap(x -> toUInt64(x % 256), xs)), 1, {p3:UInt64}) AS kept FROM (SELECT member_id, if(ended = 0, xs, arraySlice(xs, 1, ended - 1)) AS xs FROM (SELECT *, arrayFirstIndex((d, place) -> place > 1 AND abs(d) > {p4:Int64}, arrayDifference(arrayMap(x -> toInt64(intDiv(x, 256)), xs)), arrayEnumerate(xs)) AS ended FROM (SELECT member_id, arraySlice(all_xs, start) AS xs FROM (SELECT *, arrayFirstIndex(x -> has({p5:Array(UInt64)}, x % 256), all_xs) AS start FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + toUInt64(transform(kind, {p6:Array(String)}, {p7:Array(UInt64)}, 0)))) AS all_xs
    FROM (SELECT if(mapped_persona = {p8:UUID}, persona_id, mapped_member) AS member_id, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier} , e.{p13:Identifier} AS {p13:Identifier}
    FROM (SELECT account_id, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}, {p13:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p14:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p15:Date} AND kind IN {p16:Array(String)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p17:UUID} AND persona_id != {p8:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p8:UUID} OR mapped_member != {p8:UUID}) GROUP BY member_id)) WHERE start > 0))))) WHERE bitAnd(bitShiftRight(path, {p18:UInt64}), 255) = {p19:UInt64}) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, if(anyIf(place, evaluation_id = {p3:UUID}) = '', {p4:String}, anyIf(place, evaluation_id = {p3:UUID})) AS was, if(anyIf(place, evaluation_id = {p2:UUID}) = '', {p4:String}, anyIf(place, evaluation_id = {p2:UUID})) AS now
    FROM (SELECT member_id, evaluation_id, multiIf(tier IN {p5:Array(String)}, {p6:String}, tier IN {p7:Array(String)}, {p8:String}, tier IN {p9:Array(String)}, {p10:String}, tier IN {p11:Array(String)}, {p12:String}, {p13:String}) AS place FROM member_states
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id IN {p14:Array(UUID)} AND is_member = 1
        )
    GROUP BY member_id) WHERE now = {p12:String} AND 1) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, if(has(kinds, 'message'), bitShiftLeft(toUInt64(1), {p3:UInt64}), 0) + if(has(kinds, 'reply'), bitShiftLeft(toUInt64(1), {p4:UInt64}), 0) + if(has(kinds, 'reaction'), bitShiftLeft(toUInt64(1), {p5:UInt64}), 0) + if(has(kinds, 'vote'), bitShiftLeft(toUInt64(1), {p6:UInt64}), 0) + if(has(kinds, 'check_in'), bitShiftLeft(toUInt64(1), {p7:UInt64}), 0) + if(has(kinds, 'answer'), bitShiftLeft(toUInt64(1), {p8:UInt64}), 0) + if(has(kinds, 'submission'), bitShiftLeft(toUInt64(1), {p9:UInt64}), 0) + if(has(kinds, 'post'), bitShiftLeft(toUInt64(1), {p10:UInt64}), 0) + if(has(kinds, 'attend'), bitShiftLeft(toUInt64(1), {p11:UInt64}), 0) + if(has(kinds, 'review'), bitShiftLeft(toUInt64(1), {p12:UInt64}), 0) + if(has(kinds, 'invite_accepted'), bitShiftLeft(toUInt64(1), {p13:UInt64}), 0) + if(has(kinds, 'purchase'), bitShiftLeft(toUInt64(1), {p14:UInt64}), 0) + if(wrote_first > 0, bitShiftLeft(toUInt64(1), {p15:UInt64}), 0) + if(replied_first > 0, bitShiftLeft(toUInt64(1), {p16:UInt64}), 0) + if(active_days >= 2, bitShiftLeft(toUInt64(1), {p17:UInt64}), 0) + if(active_days >= 4, bitShiftLeft(toUInt64(1), {p18:UInt64}), 0) + if(active_groups >= 2, bitShiftLeft(toUInt64(1), {p19:UInt64}), 0) + if(active_groups >= 3, bitShiftLeft(toUInt64(1), {p20:UInt64}), 0) + if(has(got, 'reply'), bitShiftLeft(toUInt64(1), {p21:UInt64}), 0) + if(has(got, 'reaction'), bitShiftLeft(toUInt64(1), {p22:UInt64}), 0) + if(has(got, 'mention'), bitShiftLeft(toUInt64(1), {p23:UInt64}), 0) + if(tied >= 1, bitShiftLeft(toUInt64(1), {p24:UInt64}), 0) + if(tied >= 3, bitShiftLeft(toUInt64(1), {p25:UInt64}), 0) + if(tied >= 5, bitShiftLeft(toUInt64(1), {p26:UInt64}), 0) AS did, member_id IN (SELECT DISTINCT member_id FROM (SELECT member_id, toInt32(toUInt16(day)) - joined AS age
      FROM (SELECT if(mapped_persona = {p27:UUID}, persona_id, mapped_member) AS member_id, {p28:Identifier}
    FROM (SELECT persona_id, {p28:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p29:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID} AND member_id = {p27:UUID})
      AND day >= {p31:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID} AND persona_id != {p27:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p27:UUID} OR mapped_member != {p27:UUID}) AS d INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND joined_day >= {p32:Date} AND joined_day <= {p33:Date} ) AS j USING (member_id))
    WHERE age >= {p34:UInt64} AND age < {p35:UInt64}) AS stayed
    FROM (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND joined_day >= {p32:Date} AND joined_day <= {p33:Date} ) AS j
    LEFT ANY JOIN (SELECT member_id, groupUniqArray(toString(kind)) AS kinds,
      countIf(age = 0 AND kind IN {p36:Array(String)}) AS wrote_first, countIf(age = 0 AND kind IN ('reply', 'answer')) AS replied_first,
      uniqExactIf(age, weight > 0) AS active_days, uniqExactIf(group_id, weight > 0) AS active_groups
    FROM (SELECT member_id, kind, group_id, weight, toInt32(toUInt16(day)) - joined AS age
      FROM (SELECT if(mapped_persona = {p27:UUID}, persona_id, mapped_member) AS member_id, {p28:Identifier}, {p37:Identifier}, {p38:Identifier}, {p39:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p28:Identifier} AS {p28:Identifier} , e.{p37:Identifier} AS {p37:Identifier} , e.{p38:Identifier} AS {p38:Identifier} , e.{p39:Identifier} AS {p39:Identifier} , e.{p40:Identifier} AS {p40:Identifier} , e.{p41:Identifier} AS {p41:Identifier} , e.{p42:Identifier} AS {p42:Identifier}
    FROM (SELECT account_id, {p28:Identifier}, {p37:Identifier}, {p38:Identifier}, {p39:Identifier}, {p40:Identifier}, {p41:Identifier}, {p42:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p43:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p32:Date} ) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID} AND persona_id != {p27:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p27:UUID} OR mapped_member != {p27:UUID}) AS e INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND joined_day >= {p32:Date} AND joined_day <= {p33:Date} ) AS j USING (member_id))
    WHERE age >= 0 AND age < {p44:UInt64} GROUP BY member_id) AS d USING (member_id)
    LEFT ANY JOIN (SELECT member_id, groupUniqArray(got_kind) AS got, uniqExact(other) AS tied
    FROM (SELECT arrayJoin([(receiver, giver, toString(kind)), (giver, receiver, '')]) AS side,
      side.1 AS member_id, side.2 AS other, side.3 AS got_kind, day FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p29:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p27:UUID} AND receiver != {p27:UUID}) WHERE day >= {p32:Date} AND day <= {p43:Date} AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p29:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p27:UUID} AND receiver != {p27:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p30:UUID}))) GROUP BY giver, receiver, event_id) WHERE day >= {p32:Date} AND day <= {p43:Date}) WHERE giver != receiver) AS g INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND joined_day >= {p32:Date} AND joined_day <= {p33:Date} ) AS j USING (member_id)
    WHERE toInt32(toUInt16(day)) >= joined AND toInt32(toUInt16(day)) < joined + {p45:UInt64} GROUP BY member_id) AS a USING (member_id)) WHERE 1 AND bitTest(did, {p46:UInt64}) AND stayed = 1) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, multiIf(arrayExists(v -> v > 0, {p3:Identifier}), {p4:UInt64}, arrayExists(v -> v > 0, {p5:Identifier}), {p6:UInt64}, 0) AS level, [intDiv(xs[arrayFirstIndex(v -> v > 0, {p3:Identifier})], {p7:UInt64}) - intDiv({p3:Identifier}[arrayFirstIndex(v -> v > 0, {p3:Identifier})], {p8:UInt64})] AS took,
      intDiv(arrayMax(c1), {p9:UInt64}) AS latest
    FROM (SELECT *, arrayMap((x, s) -> if(x % 16 = {p10:UInt64} AND s > 0 AND x <= s + toUInt64({p11:UInt64}), s, toUInt64(0)),
        xs, arrayFill(v -> v > 0, {p5:Identifier})) AS {p3:Identifier} FROM (SELECT *, arrayMap(x -> if(x % 16 = {p12:UInt64}, x, toUInt64(0)), xs) AS c1 FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 16 + least(if(((kind IN {p13:Array(String)}) AND day <= {p14:Date}), {p15:UInt64}, 15), if((kind IN {p16:Array(String)}), {p17:UInt64}, 15)))) AS xs
    FROM (SELECT if(mapped_persona = {p18:UUID}, persona_id, mapped_member) AS member_id, {p19:Identifier}, {p20:Identifier}, {p21:Identifier}, {p22:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p19:Identifier} AS {p19:Identifier} , e.{p20:Identifier} AS {p20:Identifier} , e.{p21:Identifier} AS {p21:Identifier} , e.{p22:Identifier} AS {p22:Identifier} , e.{p23:Identifier} AS {p23:Identifier} , e.{p24:Identifier} AS {p24:Identifier}
    FROM (SELECT account_id, {p19:Identifier}, {p20:Identifier}, {p21:Identifier}, {p22:Identifier}, {p23:Identifier}, {p24:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p14:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p25:Date} AND ((kind IN {p26:Array(String)}) OR (kind IN {p27:Array(String)}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p28:UUID} AND persona_id != {p18:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p18:UUID} OR mapped_member != {p18:UUID}) GROUP BY member_id)))) WHERE level = {p29:UInt64} AND 1) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, toUInt16(first - {p3:UInt64}) AS cohort, toInt32(latest) - toInt32(first) AS furthest,
        bitOr(bitShiftRight(words[intDiv(first, 64) - {p4:UInt64} + 1], first % 64),
    if(first % 64 = 0, toUInt64(0), bitShiftLeft(words[intDiv(first, 64) - {p5:UInt64} + 2], 64 - first % 64))) AS came
      FROM (
        SELECT member_id, minIf(at, starts = 1) AS first, countIf(starts = 1) AS begun, maxIf(at, returns = 1) AS latest,
          [groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p6:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p7:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
        FROM (SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at, 1 AS starts, 1 AS returns FROM (SELECT if(mapped_persona = {p8:UUID}, persona_id, mapped_member) AS member_id, {p9:Identifier}
    FROM (SELECT persona_id, {p9:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p10:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p11:UUID} AND member_id = {p8:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p11:UUID} AND persona_id != {p8:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p8:UUID} OR mapped_member != {p8:UUID})) GROUP BY member_id
        HAVING begun > 0 AND first >= {p12:UInt64} AND first < {p13:UInt64}
      )) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, if(is_member = 1, toString(tier), 'outside') AS part FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
         ) WHERE part = {p14:String}) AND bitTest(came, {p15:UInt64}) AND toInt64(cohort) <= {p16:Int64}) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.people
SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 ) AS is_member
            FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 AND value_cell = {p3:String} ) AS found)) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- analyses.retention
SELECT part, cohort, toFloat64(count()) AS size,
          sumForEach(arrayMap(k -> toUInt32(bitTest(came, k)), range({p0:UInt64}))) AS retained,
          sumForEach(arrayMap(k -> toUInt32(furthest >= k), range({p1:UInt64}))) AS unbounded
        FROM (SELECT * FROM (SELECT member_id, toUInt16(first - {p2:UInt64}) AS cohort, toInt32(latest) - toInt32(first) AS furthest,
        bitOr(bitShiftRight(words[intDiv(first, 64) - {p3:UInt64} + 1], first % 64),
    if(first % 64 = 0, toUInt64(0), bitShiftLeft(words[intDiv(first, 64) - {p4:UInt64} + 2], 64 - first % 64))) AS came
      FROM (
        SELECT member_id, minIf(at, starts = 1) AS first, countIf(starts = 1) AS begun, maxIf(at, returns = 1) AS latest,
          [groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p5:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p6:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
        FROM (SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at, 1 AS starts, 0 AS returns FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier}
    FROM (SELECT account_id, {p8:Identifier}, {p9:Identifier}, {p10:Identifier}, {p11:Identifier} FROM events FINAL
    WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND day <= {p14:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}))
       AND (kind IN {p15:Array(String)})) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND map_id = {p16:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID})
    UNION ALL SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at, 0 AS starts, 1 AS returns FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}
    FROM (SELECT persona_id, {p8:Identifier} FROM member_days
    WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) GROUP BY day) AND day <= {p14:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND map_id = {p16:UUID} AND member_id = {p7:UUID})
      AND day >= {p17:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND map_id = {p16:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID})) GROUP BY member_id
        HAVING begun > 0 AND first >= {p18:UInt64} AND first < {p19:UInt64}
      )) AS r INNER JOIN (SELECT member_id, toString(arrayJoin(platforms)) AS part FROM member_states WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND evaluation_id = {p20:UUID}
         ) AS b USING (member_id))
        GROUP BY part, cohort ORDER BY part, cohort;

-- analyses.retention
SELECT part, cohort, toFloat64(count()) AS size,
          sumForEach(arrayMap(k -> toUInt32(bitTest(came, k)), range({p0:UInt64}))) AS retained,
          sumForEach(arrayMap(k -> toUInt32(furthest >= k), range({p1:UInt64}))) AS unbounded
        FROM (SELECT * FROM (SELECT member_id, toUInt16(first - {p2:UInt64}) AS cohort, toInt32(latest) - toInt32(first) AS furthest,
        bitOr(bitShiftRight(words[intDiv(first, 64) - {p3:UInt64} + 1], first % 64),
    if(first % 64 = 0, toUInt64(0), bitShiftLeft(words[intDiv(first, 64) - {p4:UInt64} + 2], 64 - first % 64))) AS came
      FROM (
        SELECT member_id, minIf(at, starts = 1) AS first, countIf(starts = 1) AS begun, maxIf(at, returns = 1) AS latest,
          [groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p5:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p6:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
        FROM (SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at, 1 AS starts, 1 AS returns FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}
    FROM (SELECT persona_id, {p8:Identifier} FROM member_days
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) GROUP BY day) AND day <= {p11:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND member_id = {p7:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID})) GROUP BY member_id
        HAVING begun > 0 AND first >= {p13:UInt64} AND first < {p14:UInt64}
      )) AS r INNER JOIN (SELECT member_id, if(is_member = 1, toString(tier), 'outside') AS part FROM member_states WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND evaluation_id = {p15:UUID}
         ) AS b USING (member_id))
        GROUP BY part, cohort ORDER BY part, cohort;

-- analyses.retention
SELECT part, cohort, toFloat64(count()) AS size,
          sumForEach(arrayMap(k -> toUInt32(bitTest(came, k)), range({p0:UInt64}))) AS retained,
          sumForEach(arrayMap(k -> toUInt32(furthest >= k), range({p1:UInt64}))) AS unbounded
        FROM (SELECT * FROM (SELECT member_id, toUInt16(first - {p2:UInt64}) AS cohort, toInt32(latest) - toInt32(first) AS furthest,
        bitOr(bitShiftRight(words[intDiv(first, 64) - {p3:UInt64} + 1], first % 64),
    if(first % 64 = 0, toUInt64(0), bitShiftLeft(words[intDiv(first, 64) - {p4:UInt64} + 2], 64 - first % 64))) AS came
      FROM (
        SELECT member_id, minIf(at, starts = 1) AS first, countIf(starts = 1) AS begun, maxIf(at, returns = 1) AS latest,
          [groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p5:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
        FROM (SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at, 1 AS starts, 1 AS returns FROM (SELECT if(mapped_persona = {p6:UUID}, persona_id, mapped_member) AS member_id, {p7:Identifier}
    FROM (SELECT persona_id, {p7:Identifier} FROM member_days
    WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) GROUP BY day) AND day <= {p10:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND map_id = {p11:UUID} AND member_id = {p6:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND map_id = {p11:UUID} AND persona_id != {p6:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p6:UUID} OR mapped_member != {p6:UUID})) GROUP BY member_id
        HAVING begun > 0 AND first >= {p12:UInt64} AND first < {p13:UInt64}
      )) AS r INNER JOIN (SELECT member_id, toString(arrayJoin(groups)) AS part FROM member_states WHERE (workspace_id = {p8:UUID} AND community_id = {p9:UUID}) AND evaluation_id = {p14:UUID}
         ) AS b USING (member_id))
        GROUP BY part, cohort ORDER BY part, cohort;

-- analyses.retention
SELECT part, cohort, toFloat64(count()) AS size,
          sumForEach(arrayMap(k -> toUInt32(bitTest(came, k)), range({p0:UInt64}))) AS retained,
          sumForEach(arrayMap(k -> toUInt32(furthest >= k), range({p1:UInt64}))) AS unbounded
        FROM (SELECT *, '' AS part FROM (SELECT member_id, toUInt16(first - {p2:UInt64}) AS cohort, toInt32(latest) - toInt32(first) AS furthest,
        bitOr(bitShiftRight(words[intDiv(first, 64) - {p3:UInt64} + 1], first % 64),
    if(first % 64 = 0, toUInt64(0), bitShiftLeft(words[intDiv(first, 64) - {p4:UInt64} + 2], 64 - first % 64))) AS came
      FROM (
        SELECT member_id, minIf(at, starts = 1) AS first, countIf(starts = 1) AS begun, maxIf(at, returns = 1) AS latest,
          [groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p5:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p6:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
        FROM (SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at, 1 AS starts, 1 AS returns FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}
    FROM (SELECT persona_id, {p8:Identifier} FROM member_days
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) GROUP BY day) AND day <= {p11:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND member_id = {p7:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p12:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID})) GROUP BY member_id
        HAVING begun > 0 AND first >= {p13:UInt64} AND first < {p14:UInt64}
      )))
        GROUP BY part, cohort ORDER BY part, cohort;

-- analyses.sample_texts
SELECT t.event_id AS id, e.member_id AS member, t.group_id AS group_id,
          toFloat64(toUnixTimestamp64Milli(e.at)) AS at_ms, t.body AS body
        FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier} FROM events FINAL
    WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND day <= {p6:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}))
      AND day >= {p7:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND map_id = {p8:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) AS e
        INNER JOIN (SELECT event_id, group_id, substringUTF8(text, 1, {p9:UInt64}) AS body
          FROM event_texts FINAL WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND day >= {p7:Date} AND day <= {p6:Date} AND text != ''
      AND event_id IN (SELECT event_id FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier} FROM events FINAL
    WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND day <= {p6:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}))
      AND day >= {p7:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND map_id = {p8:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}))
          ORDER BY cityHash64(event_id), event_id
          LIMIT {p10:UInt64} BY group_id LIMIT {p11:UInt64}) AS t
        ON t.event_id = e.event_id
        ORDER BY at_ms, id;

-- analyses.stickiness
SELECT toUInt32(at) AS day, toFloat64(countIf(what = 0)) AS active, toFloat64(countIf(what = 1)) AS ended7, toFloat64(countIf(what = 2)) AS ended28
        FROM (
          SELECT arrayJoin(arrayConcat(arrayMap(d -> (d, 0), days), arrayMap((d, next) -> (least(d + 7, next), 1), days, nexts),
            arrayMap((d, next) -> (least(d + 28, next), 2), days, nexts))) AS pair, pair.1 AS at, pair.2 AS what
          FROM (
            SELECT arraySort(groupUniqArray(toUInt32(day))) AS days, arrayPushBack(arrayPopFront(days), 1000000) AS nexts
            FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}
    FROM (SELECT persona_id, {p1:Identifier} FROM member_days
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID} AND member_id = {p0:UUID})
      AND day >= {p6:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) GROUP BY member_id
          )
        ) WHERE at <= {p7:UInt64} GROUP BY at ORDER BY at;

-- analyses.texts_of_starts
SELECT event_id, group_id, substringUTF8(text, 1, {p0:UInt64}) AS body FROM event_texts FINAL
          WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day >= {p3:Date} AND day <= {p4:Date} AND text != ''
            AND event_id IN {p5:Array(UUID)};

-- analyses.tier_migration
SELECT was, now, toFloat64(count()) AS people FROM (SELECT member_id, if(anyIf(place, evaluation_id = {p0:UUID}) = '', {p1:String}, anyIf(place, evaluation_id = {p0:UUID})) AS was, if(anyIf(place, evaluation_id = {p2:UUID}) = '', {p1:String}, anyIf(place, evaluation_id = {p2:UUID})) AS now
    FROM (SELECT member_id, evaluation_id, if(value_cell = '', {p3:String}, toString(value_cell)) AS place FROM member_states
      WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND evaluation_id IN {p6:Array(UUID)} AND is_member = 1
        )
    GROUP BY member_id) GROUP BY was, now ORDER BY was, now;

-- analyses.tier_migration
SELECT was, now, toFloat64(count()) AS people FROM (SELECT member_id, if(anyIf(place, evaluation_id = {p0:UUID}) = '', {p1:String}, anyIf(place, evaluation_id = {p0:UUID})) AS was, if(anyIf(place, evaluation_id = {p2:UUID}) = '', {p1:String}, anyIf(place, evaluation_id = {p2:UUID})) AS now
    FROM (SELECT member_id, evaluation_id, multiIf(tier IN {p3:Array(String)}, {p4:String}, tier IN {p5:Array(String)}, {p6:String}, tier IN {p7:Array(String)}, {p8:String}, tier IN {p9:Array(String)}, {p10:String}, {p11:String}) AS place FROM member_states
      WHERE (workspace_id = {p12:UUID} AND community_id = {p13:UUID}) AND evaluation_id IN {p14:Array(UUID)} AND is_member = 1
        )
    GROUP BY member_id) GROUP BY was, now ORDER BY was, now;

-- analyses.tier_migration
SELECT was, now, toFloat64(count()) AS people FROM (SELECT member_id, if(anyIf(place, evaluation_id = {p0:UUID}) = '', {p1:String}, anyIf(place, evaluation_id = {p0:UUID})) AS was, if(anyIf(place, evaluation_id = {p2:UUID}) = '', {p1:String}, anyIf(place, evaluation_id = {p2:UUID})) AS now
    FROM (SELECT member_id, evaluation_id, toString(tier) AS place FROM member_states
      WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND evaluation_id IN {p5:Array(UUID)} AND is_member = 1
        )
    GROUP BY member_id) GROUP BY was, now ORDER BY was, now;

-- analyses.too_young
SELECT toFloat64(count()) AS people
        FROM (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND joined_day > {p3:Date} AND joined_day <= {p4:Date} );

-- analyses.value_cells
SELECT toString(value_cell) AS cell, toFloat64(count()) AS people, sum(worth) AS amount,
          toFloat64(sum(toInt64({p0:UInt64}) - last)) AS days, toFloat64(sum(times)) AS times
        FROM (SELECT value_cell, toFloat64(amount) AS worth, toUInt16(last_purchase_day) AS last, orders AS times FROM member_states WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND evaluation_id = {p3:UUID}
        AND is_member = 1 ) GROUP BY cell ORDER BY cell;

-- analyses.value_grid
SELECT recency, frequency, toFloat64(count()) AS people, toFloat64(sum(monetary)) AS monetary, sum(worth) AS amount
        FROM (SELECT recency, frequency, monetary, toFloat64(amount) AS worth FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
        AND is_member = 1 )
        GROUP BY recency, frequency ORDER BY recency, frequency;

-- analyses.writings
SELECT member_id, event_id, group_id, thread_id, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
          toUInt8(kind = 'message') AS is_message, toUInt8(kind = 'message' AND (group_id, event_id) IN (SELECT group_id, thread_id FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p2:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AND day >= {p3:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')
      AND thread_id != {p4:UUID} AND thread_id != event_id)) AS is_root,
          if(kind IN ('reply', 'answer'), reply_to, {p4:UUID}) AS parent
        FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p5:Identifier}, {p6:Identifier}, {p7:Identifier}, {p8:Identifier}, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier}
    FROM (SELECT account_id, {p5:Identifier}, {p6:Identifier}, {p7:Identifier}, {p8:Identifier}, {p9:Identifier}, {p10:Identifier}, {p11:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p2:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p3:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p12:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID}) ORDER BY at, position, event_id;

-- bulk.next_portion
SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN {p3:Array(UUID)}
        ORDER BY member_id LIMIT {p4:UInt64};

-- bulk.next_portion
SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = {p3:String}
        ORDER BY member_id LIMIT {p4:UInt64};

-- bulk.sample
SELECT member_id, name FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN {p3:Array(UUID)} AND NOT (member_id IN {p4:Array(UUID)}) AND NOT (member_id IN {p5:Array(UUID)})
        ORDER BY weight365 DESC, member_id LIMIT {p6:UInt64};

-- bulk.sample
SELECT member_id, name FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = {p3:String} AND NOT (member_id IN {p4:Array(UUID)}) AND NOT (member_id IN {p5:Array(UUID)})
        ORDER BY weight365 DESC, member_id LIMIT {p6:UInt64};

-- credit.evidence
SELECT account_id, toUInt16(day) AS day_number, toUnixTimestamp64Milli(at) AS at_ms, group_id
        FROM events FINAL
        PREWHERE account_id IN {p0:Array(UUID)} AND event_id = {p1:UUID}
        WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) LIMIT 1;

-- credit.evidence_text
SELECT text FROM event_texts FINAL
        PREWHERE day = {p0:Date} AND account_id = {p1:UUID}
          AND event_id = {p2:UUID}
        WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) LIMIT 1;

-- credit.places
SELECT persona_id AS account_id, group_id FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND persona_id IN {p2:Array(UUID)}
        GROUP BY persona_id, group_id HAVING max(last_at) > max(last_leave_at) ORDER BY persona_id, group_id;

-- delivery.segment_members
SELECT member_id FROM (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID});

-- events.ask_for_far_parents
INSERT INTO asked_ids (workspace_id, community_id, asked, id)
        SELECT DISTINCT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, {p2:UUID}, reply_to FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote') AND
          (reply_to NOT IN
            (SELECT event_id FROM events
             WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote')))
           OR reply_to IN
            (SELECT event_id FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p6:Array(Date)} AND is_deleted = 1))
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.ask_for_far_parents
INSERT INTO asked_ids (workspace_id, community_id, asked, id)
        SELECT DISTINCT {p0:UUID}, {p1:UUID}, {p2:UUID}, reply_to FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote') AND
          (reply_to NOT IN
            (SELECT event_id FROM events
             WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote')))
           OR reply_to IN
            (SELECT event_id FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p6:Array(Date)} AND is_deleted = 1))
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.bot_accounts
SELECT DISTINCT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID});

-- events.current_spans
SELECT revision, account_id, toUnixTimestamp64Milli(from_at) AS from_at_ms, from_position, persona_id
        FROM persona_spans
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}));

-- events.day_sizes
SELECT toUInt16(day) AS day_number, count() AS events, countIf(kind = 'attend') AS attends,
          countIf(reply_to != toUUID('00000000-0000-0000-0000-000000000000')) AS answers,
          countIf(reply_to != toUUID('00000000-0000-0000-0000-000000000000')
            OR target != toUUID('00000000-0000-0000-0000-000000000000') OR notEmpty(mentions)) AS meetings,
          countIf(notEmpty(mentions)) AS mentioning
        FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day BETWEEN {p2:Date} AND {p3:Date}
        GROUP BY day;

-- events.days_from
SELECT DISTINCT toUInt16(day) AS day_number FROM day_marks WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day >= {p2:Date};

-- events.days_of_answers_to
SELECT DISTINCT toUInt16(day) AS day_number FROM events
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND reply_to IN
            (SELECT event_id FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id IN {p2:Array(UUID)});

-- events.days_of_orphans
SELECT DISTINCT toUInt16(day) AS day_number FROM orphans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND parent_id IN {p2:Array(UUID)};

-- events.drop_asked_ids
ALTER TABLE asked_ids DROP PARTITION {p0:UUID} /* (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) */;

-- events.far_parents_asked
SELECT (SELECT count() FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p2:UUID}) AS missing,
          (SELECT count() FROM events
           WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND (version > 0 OR is_deleted = 1)) AS edits;

-- events.has_persona_map
SELECT 1 AS there FROM persona_maps
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p2:UUID} AND persona_id = {p3:UUID} LIMIT 1;

-- events.has_spans
SELECT 1 AS there FROM persona_spans
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != {p2:UUID}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
        LIMIT 1;

-- events.ids_with_versions
SELECT DISTINCT event_id FROM event_versions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND event_id IN {p2:Array(UUID)};

-- events.is_untouched
SELECT 1 AS marked FROM day_marks WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) LIMIT 1;

-- events.known_versions
SELECT event_id, max(version) AS version, min(origin_version) AS origin
          FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND event_id IN {p2:Array(UUID)}
          GROUP BY event_id;

-- events.known_versions
SELECT event_id, max(version) AS version, min(origin_version) AS origin,
            max(import_id != {p0:UUID}) AS imported
          FROM events WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND event_id IN {p3:Array(UUID)}
          GROUP BY event_id;

-- events.label_names
SELECT id, external_id, platform, name FROM source_names FINAL
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND subject = 'account' AND id IN {p2:Array(UUID)};

-- events.last_revision
SELECT max(revision) AS last FROM
          (SELECT revision FROM day_marks WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})
           UNION ALL SELECT revision FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}));

-- events.renames
SELECT event_id, toUnixTimestamp64Milli(at) AS at_ms, position, from_account, to_account
        FROM renames FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND removed = 0;

-- events.roll_up_member_days
INSERT INTO member_days (workspace_id, community_id, persona_id, day, group_id, revision,
          first_at, last_at, last_leave_at, contributions, weight, messages, joins, purchases, amount)
        SELECT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, persona_id, day, group_id, {p2:UInt64} AS revision,
          minIf(at, kind != 'rename') AS first_at,
          maxIf(at, kind != 'leave') AS last_at,
          maxIf(at, kind = 'leave') AS last_leave_at,
          countIf(weight > 0) AS contributions,
          sum(weight) AS total_weight,
          countIf(kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS messages,
          countIf(kind = 'join') AS joins,
          countIf(kind = 'purchase') AS purchases,
          arraySum(arraySort(groupArrayIf(if(kind = 'refund', -value, value), kind IN ('purchase', 'refund')))) AS amount
        FROM
          (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.day AS day, e.group_id AS group_id, e.at AS at, e.kind AS kind,
             e.weight AS weight, e.value AS value
           FROM (SELECT day, account_id, event_id, position, at, kind, group_id, weight, value
                 FROM events FINAL
                 WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0) AS e
           LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id)
        GROUP BY persona_id, day, group_id;

-- events.roll_up_member_days
INSERT INTO member_days (workspace_id, community_id, persona_id, day, group_id, revision,
          first_at, last_at, last_leave_at, contributions, weight, messages, joins, purchases, amount)
        SELECT {p0:UUID}, {p1:UUID}, persona_id, day, group_id, {p2:UInt64} AS revision,
          minIf(at, kind != 'rename') AS first_at,
          maxIf(at, kind != 'leave') AS last_at,
          maxIf(at, kind = 'leave') AS last_leave_at,
          countIf(weight > 0) AS contributions,
          sum(weight) AS total_weight,
          countIf(kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS messages,
          countIf(kind = 'join') AS joins,
          countIf(kind = 'purchase') AS purchases,
          arraySum(arraySort(groupArrayIf(if(kind = 'refund', -value, value), kind IN ('purchase', 'refund')))) AS amount
        FROM
          (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.day AS day, e.group_id AS group_id, e.at AS at, e.kind AS kind,
             e.weight AS weight, e.value AS value
           FROM (SELECT day, account_id, event_id, position, at, kind, group_id, weight, value
                 FROM events FINAL
                 WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0) AS e
           LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id)
        GROUP BY persona_id, day, group_id;

-- events.roll_up_occasions
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, toDate(greatest(one.2, other.2)) AS day, one.1 AS giver, other.1 AS receiver,
          reinterpretAsUUID(sipHash128(group_id, thread_id, on_day)) AS event_id, {p2:UInt64} AS revision,
          1 AS gain, 'attend' AS kind
        FROM
          (SELECT group_id, thread_id, on_day, groupArray(51)((persona, first_day)) AS people
           FROM
             (SELECT e.group_id AS group_id, e.thread_id AS thread_id,
                if(e.thread_id = toUUID('00000000-0000-0000-0000-000000000000'), toUInt16(e.day), 0) AS on_day, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona,
                min(toUInt16(e.day)) AS first_day
              FROM
                (SELECT * FROM
                  (SELECT day, account_id, event_id, at, position, kind, group_id, thread_id, removed, bot FROM events
                   WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND event_id IN
                     (SELECT event_id FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND kind = 'attend' AND (day IN {p3:Array(Date)} OR thread_id IN
                       (SELECT thread_id FROM events
                        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND kind = 'attend' AND thread_id != toUUID('00000000-0000-0000-0000-000000000000') AND day IN {p4:Array(Date)})))
                   ORDER BY version DESC, origin_version LIMIT 1 BY event_id)
                 WHERE kind = 'attend' AND removed = '' AND bot = 0
                   AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))) AS e
              LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id
              GROUP BY group_id, thread_id, on_day, persona)
           GROUP BY group_id, thread_id, on_day
           HAVING count() BETWEEN 2 AND 50)
          ARRAY JOIN people AS one ARRAY JOIN people AS other
        WHERE giver != receiver AND day IN {p5:Array(Date)};

-- events.roll_up_occasions
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID}, {p1:UUID}, toDate(greatest(one.2, other.2)) AS day, one.1 AS giver, other.1 AS receiver,
          reinterpretAsUUID(sipHash128(group_id, thread_id, on_day)) AS event_id, {p2:UInt64} AS revision,
          1 AS gain, 'attend' AS kind
        FROM
          (SELECT group_id, thread_id, on_day, groupArray(51)((persona, first_day)) AS people
           FROM
             (SELECT e.group_id AS group_id, e.thread_id AS thread_id,
                if(e.thread_id = toUUID('00000000-0000-0000-0000-000000000000'), toUInt16(e.day), 0) AS on_day, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona,
                min(toUInt16(e.day)) AS first_day
              FROM
                (SELECT * FROM
                  (SELECT day, account_id, event_id, at, position, kind, group_id, thread_id, removed, bot FROM events
                   WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND event_id IN
                     (SELECT event_id FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND kind = 'attend' AND (day IN {p3:Array(Date)} OR thread_id IN
                       (SELECT thread_id FROM events
                        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND kind = 'attend' AND thread_id != toUUID('00000000-0000-0000-0000-000000000000') AND day IN {p4:Array(Date)})))
                   ORDER BY version DESC, origin_version LIMIT 1 BY event_id)
                 WHERE kind = 'attend' AND removed = '' AND bot = 0
                   AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))) AS e
              LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id
              GROUP BY group_id, thread_id, on_day, persona)
           GROUP BY group_id, thread_id, on_day
           HAVING count() BETWEEN 2 AND 50)
          ARRAY JOIN people AS one ARRAY JOIN people AS other
        WHERE giver != receiver AND day IN {p5:Array(Date)};

-- events.roll_up_orphans
INSERT INTO orphans (workspace_id, community_id, parent_id, day)
        SELECT DISTINCT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, reply_to AS parent_id, day
        FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p2:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote') AND reply_to IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p3:UUID})
          AND reply_to NOT IN (SELECT event_id FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND event_id IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p3:UUID}))
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.roll_up_tie_gains
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, day, giver, receiver, event_id, {p2:UInt64} AS revision,
          gain_most AS gain, ['mention', 'reaction', 'referral', 'reply'][rank_most] AS kind
        FROM (SELECT day, giver, receiver, event_id, max((gain, rank)) AS best, best.1 AS gain_most, best.2 AS rank_most
          FROM (SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(a.target = toUUID('00000000-0000-0000-0000-000000000000'), parents.author, if(empty(rs.spans), a.target, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.target))) AS receiver,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [3, 3, 1, 1, 5], 3) AS gain,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [4, 4, 2, 2, 3], 1) AS rank
     FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0 AND (kind IN ('reply', 'answer', 'reaction', 'vote', 'invite_accepted') OR kind = 'message' AND has_mentions = 0)
    AND (reply_to != toUUID('00000000-0000-0000-0000-000000000000') OR target != toUUID('00000000-0000-0000-0000-000000000000'))) AS a
     ANY LEFT JOIN (SELECT e.event_id AS parent_id, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS void
     FROM (SELECT * FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote')) AND event_id NOT IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p6:UUID}) ORDER BY version DESC, origin_version LIMIT 1 BY event_id)
           UNION ALL SELECT * FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND event_id IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p6:UUID}) ORDER BY version DESC, origin_version LIMIT 1 BY event_id)) AS e
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS parents ON parents.parent_id = a.reply_to
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.target
     WHERE NOT (parents.void AND a.kind IN ('reply', 'answer', 'reaction', 'vote')) UNION ALL SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(empty(rs.spans), a.mentioned, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.mentioned)) AS receiver, 3 AS gain, 1 AS rank
     FROM (SELECT *, arrayJoin(mentions) AS mentioned FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p7:Array(Date)} AND removed = '' AND bot = 0 AND notEmpty(mentions))) AS a
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.mentioned) WHERE receiver != giver AND receiver != toUUID('00000000-0000-0000-0000-000000000000')
          GROUP BY day, giver, receiver, event_id)
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.roll_up_tie_gains
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, day, giver, receiver, event_id, {p2:UInt64} AS revision,
          gain_most AS gain, ['mention', 'reaction', 'referral', 'reply'][rank_most] AS kind
        FROM (SELECT day, giver, receiver, event_id, max((gain, rank)) AS best, best.1 AS gain_most, best.2 AS rank_most
          FROM (SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(a.target = toUUID('00000000-0000-0000-0000-000000000000'), parents.author, if(empty(rs.spans), a.target, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.target))) AS receiver,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [3, 3, 1, 1, 5], 3) AS gain,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [4, 4, 2, 2, 3], 1) AS rank
     FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0 AND (kind IN ('reply', 'answer', 'reaction', 'vote', 'invite_accepted') OR kind = 'message' AND has_mentions = 0)
    AND (reply_to != toUUID('00000000-0000-0000-0000-000000000000') OR target != toUUID('00000000-0000-0000-0000-000000000000'))) AS a
     ANY LEFT JOIN (SELECT e.event_id AS parent_id, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS void
     FROM (SELECT * FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote')) AND event_id NOT IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p6:UUID}))
           UNION ALL SELECT * FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND event_id IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p6:UUID}) ORDER BY version DESC, origin_version LIMIT 1 BY event_id)) AS e
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS parents ON parents.parent_id = a.reply_to
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.target
     WHERE NOT (parents.void AND a.kind IN ('reply', 'answer', 'reaction', 'vote')) UNION ALL SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(empty(rs.spans), a.mentioned, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.mentioned)) AS receiver, 3 AS gain, 1 AS rank
     FROM (SELECT *, arrayJoin(mentions) AS mentioned FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p7:Array(Date)} AND removed = '' AND bot = 0 AND notEmpty(mentions))) AS a
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.mentioned) WHERE receiver != giver AND receiver != toUUID('00000000-0000-0000-0000-000000000000')
          GROUP BY day, giver, receiver, event_id)
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.roll_up_tie_gains
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, day, giver, receiver, event_id, {p2:UInt64} AS revision,
          gain_most AS gain, ['mention', 'reaction', 'referral', 'reply'][rank_most] AS kind
        FROM (SELECT day, giver, receiver, event_id, max((gain, rank)) AS best, best.1 AS gain_most, best.2 AS rank_most
          FROM (SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(a.target = toUUID('00000000-0000-0000-0000-000000000000'), parents.author, if(empty(rs.spans), a.target, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.target))) AS receiver,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [3, 3, 1, 1, 5], 3) AS gain,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [4, 4, 2, 2, 3], 1) AS rank
     FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0 AND (kind IN ('reply', 'answer', 'reaction', 'vote', 'invite_accepted') OR kind = 'message' AND has_mentions = 0)
    AND (reply_to != toUUID('00000000-0000-0000-0000-000000000000') OR target != toUUID('00000000-0000-0000-0000-000000000000'))) AS a
     ANY LEFT JOIN (SELECT e.event_id AS parent_id, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS void
     FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote')) ORDER BY version DESC, origin_version LIMIT 1 BY event_id) AS e
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS parents ON parents.parent_id = a.reply_to
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.target
     WHERE NOT (parents.void AND a.kind IN ('reply', 'answer', 'reaction', 'vote')) UNION ALL SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(empty(rs.spans), a.mentioned, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.mentioned)) AS receiver, 3 AS gain, 1 AS rank
     FROM (SELECT *, arrayJoin(mentions) AS mentioned FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p6:Array(Date)} AND removed = '' AND bot = 0 AND notEmpty(mentions))) AS a
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.mentioned) WHERE receiver != giver AND receiver != toUUID('00000000-0000-0000-0000-000000000000')
          GROUP BY day, giver, receiver, event_id)
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.roll_up_tie_gains
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID} AS workspace_id, {p1:UUID} AS community_id, day, giver, receiver, event_id, {p2:UInt64} AS revision,
          gain_most AS gain, ['mention', 'reaction', 'referral', 'reply'][rank_most] AS kind
        FROM (SELECT day, giver, receiver, event_id, max((gain, rank)) AS best, best.1 AS gain_most, best.2 AS rank_most
          FROM (SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(a.target = toUUID('00000000-0000-0000-0000-000000000000'), parents.author, if(empty(rs.spans), a.target, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.target))) AS receiver,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [3, 3, 1, 1, 5], 3) AS gain,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [4, 4, 2, 2, 3], 1) AS rank
     FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0 AND (kind IN ('reply', 'answer', 'reaction', 'vote', 'invite_accepted') OR kind = 'message' AND has_mentions = 0)
    AND (reply_to != toUUID('00000000-0000-0000-0000-000000000000') OR target != toUUID('00000000-0000-0000-0000-000000000000'))) AS a
     ANY LEFT JOIN (SELECT e.event_id AS parent_id, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS void
     FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote'))) AS e
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS parents ON parents.parent_id = a.reply_to
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.target
     WHERE NOT (parents.void AND a.kind IN ('reply', 'answer', 'reaction', 'vote')) UNION ALL SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(empty(rs.spans), a.mentioned, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.mentioned)) AS receiver, 3 AS gain, 1 AS rank
     FROM (SELECT *, arrayJoin(mentions) AS mentioned FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p6:Array(Date)} AND removed = '' AND bot = 0 AND notEmpty(mentions))) AS a
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.mentioned) WHERE receiver != giver AND receiver != toUUID('00000000-0000-0000-0000-000000000000')
          GROUP BY day, giver, receiver, event_id)
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.roll_up_tie_gains
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID}, {p1:UUID}, day, giver, receiver, event_id, {p2:UInt64} AS revision,
          gain_most AS gain, ['mention', 'reaction', 'referral', 'reply'][rank_most] AS kind
        FROM (SELECT day, giver, receiver, event_id, max((gain, rank)) AS best, best.1 AS gain_most, best.2 AS rank_most
          FROM (SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(a.target = toUUID('00000000-0000-0000-0000-000000000000'), parents.author, if(empty(rs.spans), a.target, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.target))) AS receiver,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [3, 3, 1, 1, 5], 3) AS gain,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [4, 4, 2, 2, 3], 1) AS rank
     FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0 AND (kind IN ('reply', 'answer', 'reaction', 'vote', 'invite_accepted') OR kind = 'message' AND has_mentions = 0)
    AND (reply_to != toUUID('00000000-0000-0000-0000-000000000000') OR target != toUUID('00000000-0000-0000-0000-000000000000'))) AS a
     ANY LEFT JOIN (SELECT e.event_id AS parent_id, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS void
     FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote')) ORDER BY version DESC, origin_version LIMIT 1 BY event_id) AS e
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS parents ON parents.parent_id = a.reply_to
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.target
     WHERE NOT (parents.void AND a.kind IN ('reply', 'answer', 'reaction', 'vote')) UNION ALL SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(empty(rs.spans), a.mentioned, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.mentioned)) AS receiver, 3 AS gain, 1 AS rank
     FROM (SELECT *, arrayJoin(mentions) AS mentioned FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p6:Array(Date)} AND removed = '' AND bot = 0 AND notEmpty(mentions))) AS a
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.mentioned) WHERE receiver != giver AND receiver != toUUID('00000000-0000-0000-0000-000000000000')
          GROUP BY day, giver, receiver, event_id)
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.roll_up_tie_gains
INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)
        SELECT {p0:UUID}, {p1:UUID}, day, giver, receiver, event_id, {p2:UInt64} AS revision,
          gain_most AS gain, ['mention', 'reaction', 'referral', 'reply'][rank_most] AS kind
        FROM (SELECT day, giver, receiver, event_id, max((gain, rank)) AS best, best.1 AS gain_most, best.2 AS rank_most
          FROM (SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(a.target = toUUID('00000000-0000-0000-0000-000000000000'), parents.author, if(empty(rs.spans), a.target, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.target))) AS receiver,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [3, 3, 1, 1, 5], 3) AS gain,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [4, 4, 2, 2, 3], 1) AS rank
     FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p3:Array(Date)} AND removed = '' AND bot = 0 AND (kind IN ('reply', 'answer', 'reaction', 'vote', 'invite_accepted') OR kind = 'message' AND has_mentions = 0)
    AND (reply_to != toUUID('00000000-0000-0000-0000-000000000000') OR target != toUUID('00000000-0000-0000-0000-000000000000'))) AS a
     ANY LEFT JOIN (SELECT e.event_id AS parent_id, if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS void
     FROM (SELECT event_id, account_id, at, position, removed FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND day IN {p4:Array(Date)} AND event_id IN (SELECT reply_to FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p5:Array(Date)} AND reply_to != toUUID('00000000-0000-0000-0000-000000000000') AND kind IN ('reply', 'answer', 'reaction', 'vote'))) AS e
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS parents ON parents.parent_id = a.reply_to
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.target
     WHERE NOT (parents.void AND a.kind IN ('reply', 'answer', 'reaction', 'vote')) UNION ALL SELECT a.day AS day, a.event_id AS event_id, if(empty(gs.spans), a.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          gs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.account_id)) AS giver, if(empty(rs.spans), a.mentioned, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(a.at), a.position, toString(a.event_id)),
          rs.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), a.mentioned)) AS receiver, 3 AS gain, 1 AS rank
     FROM (SELECT *, arrayJoin(mentions) AS mentioned FROM (SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p6:Array(Date)} AND removed = '' AND bot = 0 AND notEmpty(mentions))) AS a
     LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS gs ON gs.account_id = a.account_id
               LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS rs ON rs.account_id = a.mentioned) WHERE receiver != giver AND receiver != toUUID('00000000-0000-0000-0000-000000000000')
          GROUP BY day, giver, receiver, event_id)
        SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0;

-- events.stale_days
SELECT toUInt16(marks.day) AS day_number FROM
          (SELECT day, max(revision) AS marked FROM day_marks WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AS marks
          LEFT JOIN
          (SELECT day, max(revision) AS done FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AS revisions
          ON marks.day = revisions.day
        WHERE marks.marked > revisions.done
        ORDER BY day_number;

-- events.standing_rows
SELECT toUInt16(day) AS day_number, account_id, event_id, version, origin_version,
            toUnixTimestamp64Milli(at) AS at_ms, position, kind, group_id, thread, thread_id, reply_to, target, mentions,
            has_mentions, platform, bot, removed, value, has_value, weight, properties, import_id
          FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND event_id IN {p2:Array(UUID)} AND is_deleted = 0
          ORDER BY version DESC, origin_version LIMIT 1 BY event_id;

-- events.standing_texts
SELECT event_id, text FROM event_texts
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND event_id IN {p2:Array(UUID)} AND is_deleted = 0
          ORDER BY version DESC LIMIT 1 BY event_id;

-- goals.period_counts
SELECT
        (SELECT count() FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
          AND joined_day BETWEEN {p3:Date} AND {p4:Date}) AS joined,
        (SELECT uniqExactIf(member_id, contributions > 0) FROM (SELECT if(mapped_persona = {p5:UUID}, persona_id, mapped_member) AS member_id, {p6:Identifier}, {p7:Identifier}
    FROM (SELECT persona_id, {p6:Identifier}, {p7:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND member_id = {p5:UUID})
      AND day >= {p3:Date} ) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND persona_id != {p5:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p5:UUID} OR mapped_member != {p5:UUID})) AS active,
        (SELECT sum(purchases) FROM (SELECT if(mapped_persona = {p5:UUID}, persona_id, mapped_member) AS member_id, {p6:Identifier}, {p7:Identifier}
    FROM (SELECT persona_id, {p6:Identifier}, {p7:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND member_id = {p5:UUID})
      AND day >= {p3:Date} ) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND persona_id != {p5:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p5:UUID} OR mapped_member != {p5:UUID})) AS orders,
        (SELECT max(purchases) FROM (SELECT if(mapped_persona = {p5:UUID}, persona_id, mapped_member) AS member_id, {p7:Identifier}
    FROM (SELECT persona_id, {p7:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND member_id = {p5:UUID})
       ) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND persona_id != {p5:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p5:UUID} OR mapped_member != {p5:UUID})) AS ever;

-- goals.segment_sizes
SELECT toInt32(day) AS changed, sum(if(entered = 1, 1, -1)) AS difference FROM segment_changes FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID} AND day <= {p3:Date}
        GROUP BY day ORDER BY day;

-- growth.outside_visitors
SELECT sum(seen) AS hits, countIf(visitor <> {p0:UUID} AND known = 0) AS outside
        FROM (SELECT visitor, count() AS seen, countIf(account_id <> {p0:UUID}) AS known
              FROM (SELECT visitor, account_id FROM hits
                    WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day >= {p3:Date} AND day <= {p4:Date} LIMIT 1 BY hit_id)
              GROUP BY visitor);

-- insights.accounts_of_personas
SELECT DISTINCT account_id FROM persona_spans
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND persona_id IN {p2:Array(UUID)}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}));

-- insights.answers_to_first
SELECT account_id, event_id, group_id, thread_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
          toFloat64(position) AS place, if(kind IN ('reply', 'answer'), reply_to, {p0:UUID}) AS parent
        FROM events FINAL
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day <= {p3:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID})) AND day >= {p4:Date} AND day <= {p5:Date}
          AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review') AND toUnixTimestamp64Milli(at) >= {p6:Int64} AND toUnixTimestamp64Milli(at) <= {p7:Int64}
          AND (group_id = {p8:UUID} OR reply_to = {p9:UUID})
        ORDER BY at, position, event_id;

-- insights.answers_to_firsts
SELECT DISTINCT f.event_id AS id FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier} , e.{p4:Identifier} AS {p4:Identifier} , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM events FINAL
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND day <= {p9:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       AND day IN {p10:Array(Date)} AND group_id IN {p11:Array(UUID)} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p12:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) AS w
        INNER JOIN (SELECT *, arrayJoin([day, day + 1]) AS near FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier} , e.{p4:Identifier} AS {p4:Identifier} , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM events FINAL
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND day <= {p9:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       AND day IN {p13:Array(Date)} AND event_id IN {p14:Array(UUID)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p12:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID})) AS f
        ON w.group_id = f.group_id AND w.day = f.near
        WHERE w.member_id != f.member_id AND (w.at, w.position, w.event_id) > (f.at, f.position, f.event_id)
    AND toUnixTimestamp64Milli(w.at) - toUnixTimestamp64Milli(f.at) <= {p15:Int64} AND (toUnixTimestamp64Milli(w.at) - toUnixTimestamp64Milli(f.at) <= {p16:Int64}
          OR w.thread_id = f.event_id OR w.thread_id = f.thread_id AND f.thread_id != {p0:UUID})
        UNION DISTINCT
        SELECT DISTINCT f.event_id AS id FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p3:Identifier}, {p4:Identifier}, {p17:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p3:Identifier} AS {p3:Identifier} , e.{p4:Identifier} AS {p4:Identifier} , e.{p17:Identifier} AS {p17:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p3:Identifier}, {p4:Identifier}, {p17:Identifier} FROM events FINAL
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND day <= {p9:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       AND day IN {p18:Array(Date)} AND reply_to IN {p19:Array(UUID)} AND kind IN ('reply', 'answer')) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p12:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) AS w INNER JOIN (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier} , e.{p4:Identifier} AS {p4:Identifier} , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM events FINAL
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND day <= {p9:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       AND day IN {p20:Array(Date)} AND event_id IN {p21:Array(UUID)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p12:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) AS f ON w.reply_to = f.event_id
        WHERE w.member_id != f.member_id AND (w.at, w.position, w.event_id) > (f.at, f.position, f.event_id)
    AND toUnixTimestamp64Milli(w.at) - toUnixTimestamp64Milli(f.at) <= {p22:Int64};

-- insights.begun_threads
SELECT DISTINCT group_id, thread_id FROM events FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p2:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AND day < {p3:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review') AND thread_id IN
          (SELECT thread_id FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p2:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AND day >= {p3:Date} AND thread_id != {p4:UUID});

-- insights.busy_days_of_member
SELECT toUInt16(day) AS day_number, max(contributions) AS contributions_at_least FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND persona_id IN {p2:Array(UUID)} AND day <= {p3:Date} AND contributions > 0
        GROUP BY day ORDER BY day DESC LIMIT {p4:UInt64};

-- insights.closest_ties
SELECT person, argMax(other, (tie, other)) AS closest FROM (
          SELECT person, other, sum(gain * pow({p0:Float64}, ({p1:Int64} - toInt32(day)) / 30)) AS tie
          FROM (
            SELECT giver AS person, receiver AS other, day, gain FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1) WHERE giver IN {p7:Array(UUID)}
            UNION ALL
            SELECT receiver AS person, giver AS other, day, gain FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1) WHERE receiver IN {p8:Array(UUID)})
          GROUP BY person, other HAVING tie >= {p9:Int64})
        GROUP BY person;

-- insights.community_days
SELECT day, toFloat64(sum(contributions)) AS contributions, toFloat64(sum(weight)) AS weight
        FROM member_days WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID} AND member_id = {p4:UUID})
        GROUP BY day ORDER BY day;

-- insights.count_gains
SELECT count() AS gains FROM tie_gains WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date};

-- insights.count_texts
SELECT count() AS texts FROM event_texts
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day >= {p2:Date} AND day <= {p3:Date} AND text != '';

-- insights.daily_weights
SELECT persona_id, day, toFloat64(sum(weight)) AS weights,
          toFloat64(sum(messages)) AS writings FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID} AND member_id = {p4:UUID}) AND persona_id IN {p5:Array(UUID)} AND contributions > 0
        GROUP BY persona_id, day ORDER BY day;

-- insights.day_revisions
SELECT toUInt16(day) AS day_number, max(revision) AS latest FROM day_revisions
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day;

-- insights.day_revisions_in_order
SELECT toUInt16(day) AS day, toString(max(revision)) AS revision FROM day_revisions
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day ORDER BY day;

-- insights.days_of_member
SELECT day, group_id, contributions, weight, messages, toFloat64(toUnixTimestamp64Milli(last_at)) AS last_ms,
          toFloat64(toUnixTimestamp64Milli(last_leave_at)) AS leave_ms
        FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND persona_id IN {p3:Array(UUID)}
        ORDER BY day;

-- insights.event_counts
SELECT count() AS total, countIf(person = 0) AS bots, countIf(person = 1 AND gone = 1) AS removed,
          countIf(person = 1 AND gone = 0) AS counted, countIf(person = 1 AND gone = 0 AND known = 0) AS unknownKinds
        FROM (SELECT account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS person, removed != '' AS gone, has({p2:Array(String)}, kind) AS known
              FROM events FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p3:Date});

-- insights.fading_leaders
SELECT s.member_id AS member_id, s.influence AS influence, b.influence AS influence_before,
          toFloat64(d.before) AS before, toFloat64(d.now) AS now, s.people AS people
        FROM (SELECT member_id, influence, toUInt32(people) AS people FROM (
            SELECT member_id, influence, count() OVER () AS people FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1)
          WHERE member_id IN {p3:Array(UUID)}) AS s
        LEFT JOIN (SELECT member_id, sumIf(weight, day <= {p4:Date}) AS before,
            sumIf(weight, day > {p5:Date}) AS now
          FROM (SELECT if(mapped_persona = {p6:UUID}, persona_id, mapped_member) AS member_id, {p7:Identifier}, {p8:Identifier}
    FROM (SELECT persona_id, {p7:Identifier}, {p8:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p9:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p10:UUID} AND member_id = {p6:UUID})
      AND day >= {p11:Date} ) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p10:UUID} AND persona_id != {p6:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p6:UUID} OR mapped_member != {p6:UUID}) WHERE member_id IN {p12:Array(UUID)} GROUP BY member_id) AS d ON d.member_id = s.member_id
        LEFT JOIN (SELECT member_id, influence FROM network_month_members
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id = {p13:UUID} AND member_id IN {p14:Array(UUID)}) AS b ON b.member_id = s.member_id
        ORDER BY member_id;

-- insights.fading_ties
SELECT one, other, peaks.1 AS peak, toUInt16(peaks.2) AS peak_day,
          level * pow({p0:Float64}, {p1:Int64} - toInt32(last)) AS now
        FROM (
          SELECT one, other, tupleElement(walked, 1) AS level, tupleElement(walked, 2) AS last,
            tuple(tupleElement(walked, 3), tupleElement(walked, 4)) AS peaks
          FROM (
            SELECT one, other, arrayFold(
              (state, gained) -> tuple(
                state.1 * pow({p2:Float64}, toFloat64(gained.1) - toFloat64(state.2)) + gained.2,
                gained.1,
                greatest(state.3, state.1 * pow({p3:Float64}, toFloat64(gained.1) - toFloat64(state.2)) + gained.2),
                if(state.1 * pow({p4:Float64}, toFloat64(gained.1) - toFloat64(state.2)) + gained.2 >= state.3, gained.1, state.4)),
              gains, tuple(toFloat64(0), gains[1].1, toFloat64(0), gains[1].1)) AS walked
            FROM (
              SELECT one, other, arraySort(groupArray(tuple(on_day, own))) AS gains
              FROM (
                SELECT least(giver, receiver) AS one, greatest(giver, receiver) AS other, toUInt32(toUInt16(day)) AS on_day,
                  toFloat64(sum(gain)) AS own
                FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) GROUP BY day) AND day <= {p7:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p9:UUID} AND receiver != {p9:UUID}) WHERE day > {p10:Date} AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) GROUP BY day) AND day <= {p7:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p9:UUID} AND receiver != {p9:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID}))) GROUP BY giver, receiver, event_id) WHERE day > {p10:Date})
                WHERE giver IN {p11:Array(UUID)} OR receiver IN {p12:Array(UUID)} GROUP BY one, other, on_day)
              GROUP BY one, other)))
        WHERE peak >= {p13:Float64} AND now < peak / 2
          AND one IN (SELECT member_id FROM member_states WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND evaluation_id = {p14:UUID} AND is_member = 1)
          AND other IN (SELECT member_id FROM member_states WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND evaluation_id = {p14:UUID} AND is_member = 1)
        ORDER BY round(peak - now, 9) DESC, one, other LIMIT {p15:UInt64};

-- insights.first_messages
SELECT account_id, event_id, group_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        PREWHERE day IN {p0:Array(Date)} AND account_id IN {p1:Array(UUID)}
        WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID})) AND kind = 'message'
        ORDER BY at, position, event_id;

-- insights.first_messages
SELECT account_id, event_id, group_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p2:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AND day IN {p3:Array(Date)} AND kind = 'message'
          AND account_id IN {p4:Array(UUID)}
        ORDER BY at, position, event_id;

-- insights.gains_of_members
SELECT giver, receiver, day, gain, kind FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1 AND giver IN {p3:Array(UUID)} UNION ALL SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1 AND receiver IN {p4:Array(UUID)} AND giver NOT IN {p5:Array(UUID)}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p7:UUID} AND receiver != {p7:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1 AND giver IN {p8:Array(UUID)} UNION ALL SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1 AND receiver IN {p9:Array(UUID)} AND giver NOT IN {p10:Array(UUID)}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p7:UUID} AND receiver != {p7:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p6:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1)
        WHERE giver IN {p11:Array(UUID)} OR receiver IN {p12:Array(UUID)} ORDER BY day, giver, receiver, gain, kind;

-- insights.gains_of_members
SELECT giver, receiver, day, gain, kind FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1)
        WHERE giver IN {p5:Array(UUID)} OR receiver IN {p6:Array(UUID)} ORDER BY day, giver, receiver, gain, kind;

-- insights.group_activity
SELECT group_id, sumIf(contributions, day > {p0:Date} AND day <= {p1:Date}) AS contributions28,
            toUnixTimestamp64Milli(max(last_at)) AS last_ms
          FROM member_days
          WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND group_id != {p4:UUID}
          GROUP BY group_id ORDER BY group_id;

-- insights.group_days
SELECT group_id, toUInt16(day) AS day_number, sum(contributions) AS total FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date}
          AND group_id IN {p3:Array(UUID)} AND day IN {p4:Array(Date)}
          AND persona_id IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p5:UUID} AND member_id = {p6:UUID})
        GROUP BY group_id, day;

-- insights.group_days
SELECT group_id, toUInt16(day) AS day_number, sum(contributions) AS total FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date}
          AND group_id IN {p3:Array(UUID)} AND day IN {p4:Array(Date)}
        GROUP BY group_id, day;

-- insights.group_days
SELECT group_id, toUInt16(day) AS day_number, sum(contributions) AS total FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID} AND member_id = {p4:UUID}) AND group_id IN {p5:Array(UUID)} AND day IN {p6:Array(Date)}
        GROUP BY group_id, day;

-- insights.group_members
SELECT arrayJoin(groups) AS group_id, count() AS members FROM member_states
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1
        GROUP BY group_id;

-- insights.group_places
SELECT persona_id, group_id,
          toFloat64(toUnixTimestamp64Milli(maxIf(last_leave_at, day <= {p0:Date}))) AS leave_0, toFloat64(toUnixTimestamp64Milli(maxIf(last_leave_at, day <= {p1:Date}))) AS leave_1,
          toFloat64(toUnixTimestamp64Milli(maxIf(last_leave_at, day <= {p2:Date}))) AS leave_2, toFloat64(toUnixTimestamp64Milli(maxIf(last_at, day <= {p0:Date}))) AS other_0,
          toFloat64(toUnixTimestamp64Milli(maxIf(last_at, day <= {p1:Date}))) AS other_1, toFloat64(toUnixTimestamp64Milli(maxIf(last_at, day <= {p2:Date}))) AS other_2
        FROM member_days WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) GROUP BY day) AND day <= {p0:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND map_id = {p5:UUID} AND member_id = {p6:UUID}) AND (persona_id IN (SELECT persona_id FROM member_days
    WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND day <= {p0:Date} AND toUnixTimestamp64Milli(last_leave_at) > 0) OR persona_id IN (SELECT persona_id FROM persona_maps WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND map_id = {p5:UUID}) OR persona_id IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND map_id = {p5:UUID}))
        GROUP BY persona_id, group_id ORDER BY persona_id, group_id;

-- insights.groups_held_by_contributions
SELECT group_id, toUInt32(count()) AS people, argMax(member_id, tuple(own, member_id)) AS by, max(own) / sum(own) AS share
        FROM (SELECT group_id, member_id, sum(weight) AS own FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}
    FROM (SELECT persona_id, {p1:Identifier}, {p2:Identifier} FROM member_days
    WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) GROUP BY day) AND day <= {p5:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND map_id = {p6:UUID} AND member_id = {p0:UUID})
      AND day >= {p7:Date} ) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND map_id = {p6:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID}) GROUP BY group_id, member_id HAVING own > 0)
        GROUP BY group_id HAVING people >= {p8:UInt64} AND share >= {p9:Float64}
        ORDER BY share DESC, group_id LIMIT {p10:UInt64};

-- insights.groups_held_by_ties
SELECT group_id, toUInt32(count()) AS people, argMax(member_id, tuple(own, member_id)) AS by,
          least(1, 2 * max(own) / sum(own)) AS share
        FROM (
          SELECT arrayJoin(arrayIntersect(x.groups, y.groups)) AS group_id, x.member_id AS member_id, sum(weight) AS own
          FROM (SELECT a, b, toFloat64(given + received) AS weight FROM network_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}) AS t
          INNER JOIN (SELECT n.node AS node, n.member_id AS member_id, s.groups AS groups
      FROM (SELECT node, member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}) AS n
      INNER JOIN (SELECT member_id, groups FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1) AS s
        ON s.member_id = n.member_id) AS x ON x.node = t.a INNER JOIN (SELECT n.node AS node, n.member_id AS member_id, s.groups AS groups
      FROM (SELECT node, member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}) AS n
      INNER JOIN (SELECT member_id, groups FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1) AS s
        ON s.member_id = n.member_id) AS y ON y.node = t.b
          GROUP BY group_id, member_id)
        GROUP BY group_id HAVING people >= {p3:UInt64} AND share >= {p4:Float64}
        ORDER BY share DESC, group_id LIMIT {p5:UInt64};

-- insights.groups_of_member
SELECT group_id, sum(contributions) AS total, toUInt16(maxIf(day, contributions > 0)) AS last,
          max(last_leave_at) > max(last_at) AS gone
        FROM member_days WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID} AND member_id = {p4:UUID}) AND persona_id IN {p5:Array(UUID)} AND group_id != {p4:UUID}
        GROUP BY group_id ORDER BY total DESC, group_id;

-- insights.has_old_network_members
SELECT 1 AS there FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- insights.has_old_network_month_members
SELECT 1 AS there FROM network_month_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- insights.has_old_network_month_ties
SELECT 1 AS there FROM network_month_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- insights.has_old_network_ties
SELECT 1 AS there FROM network_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- insights.has_old_states
SELECT 1 AS there FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- insights.has_spans
SELECT count() > 0 AS spans FROM persona_spans
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != {p2:UUID}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}));

-- insights.heatmap
SELECT toFloat64(intDiv(toUnixTimestamp64Milli(at), {p0:Int64})) AS slot, toFloat64(count()) AS contributions
        FROM events FINAL WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day <= {p3:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID})) AND day >= {p4:Date} AND weight > 0
        GROUP BY slot;

-- insights.identity_of_member
WITH (SELECT if(countIf(member_id = {p0:UUID}) > 0 OR count() = 0, {p0:UUID}, any(member_id)) FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p3:UUID} AND persona_id != {p4:UUID}
              AND (persona_id = {p0:UUID} OR member_id = {p0:UUID}) AND member_id != {p4:UUID}) AS found
        SELECT found AS whose, groupUniqArrayIf(persona_id, member_id = found) AS parts,
          countIf(persona_id = found) > 0 AS moved, count() > 0 AS mapped,
          countIf(member_id = {p4:UUID}) > 0 AS void, (SELECT count() FROM persona_spans WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND account_id != {p4:UUID}
    AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}))) > 0 AS spans
        FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p3:UUID} AND persona_id != {p4:UUID};

-- insights.influence_rank
SELECT countIf(influence > {p0:Float64}) AS above, count() AS members FROM member_states
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND evaluation_id = {p3:UUID} AND is_member = 1;

-- insights.influences
SELECT influence FROM member_states
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ORDER BY influence;

-- insights.isolated_newcomers
SELECT member_id, external_id, name, toUInt16(joined_day) AS joined, toUInt32(count() OVER ()) AS total
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = 'newcomer'
          AND member_id NOT IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID})
        ORDER BY joined DESC, member_id LIMIT {p3:UInt64};

-- insights.last_day
SELECT toInt32(max(day)) AS last FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day)
          AND persona_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}));

-- insights.leaders_then_and_now
SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1
          AND (tier = 'leader' OR member_id IN (SELECT member_id FROM network_month_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id = {p3:UUID}
        ORDER BY influence DESC, member_id LIMIT 20))
        ORDER BY influence DESC, member_id LIMIT {p4:UInt64};

-- insights.log_revision
SELECT max(revision) AS last, uniqExact(day) AS days FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID});

-- insights.main_groups
SELECT member_id, is_now, argMax(group_id, (total, group_id)) AS main FROM (
          SELECT member_id, group_id, toUInt8(day > {p0:Date}) AS is_now, sum(contributions) AS total
          FROM (SELECT if(mapped_persona = {p1:UUID}, persona_id, mapped_member) AS member_id, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}
    FROM (SELECT persona_id, {p2:Identifier}, {p3:Identifier}, {p4:Identifier} FROM member_days
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) GROUP BY day) AND day <= {p7:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID} AND member_id = {p1:UUID})
      AND day >= {p9:Date} AND contributions > 0 AND (day <= {p0:Date} OR day > {p10:Date})) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p8:UUID} AND persona_id != {p1:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p1:UUID} OR mapped_member != {p1:UUID}) GROUP BY member_id, group_id, is_now)
        GROUP BY member_id, is_now;

-- insights.member_groups
SELECT persona_id, group_id FROM member_days WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID} AND member_id = {p4:UUID})
        GROUP BY persona_id, group_id ORDER BY persona_id, group_id;

-- insights.member_labels
SELECT member_id, external_id, name, tier FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN {p3:Array(UUID)};

-- insights.member_of_persona
SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p2:UUID} AND persona_id = {p3:UUID} AND member_id != {p4:UUID} LIMIT 1;

-- insights.member_states
SELECT member_id, external_id, name, is_member, tier, silent_kind, value_cell, recency, frequency, monetary,
          toUInt16(joined_day) AS joined, toUInt16(last_day) AS last, active_days28, active_weeks13, active_days365, weight365,
          received91, fans91, purchases365, orders, toUInt16(last_purchase_day) AS last_purchase, amount, expert, influence
        FROM member_states
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN {p3:Array(UUID)};

-- insights.member_states
SELECT member_id, external_id, name, is_member, tier, silent_kind, value_cell, recency, frequency, monetary,
          toUInt16(joined_day) AS joined, toUInt16(last_day) AS last, active_days28, active_weeks13, active_days365, weight365,
          received91, fans91, purchases365, orders, toUInt16(last_purchase_day) AS last_purchase, amount, expert, influence FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN {p3:Array(UUID)};

-- insights.members_of_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, platforms
        FROM member_states
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN {p3:Array(UUID)};

-- insights.members_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, influence AS sort_key
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND (positionCaseInsensitiveUTF8(name, {p3:String}) > 0 OR positionCaseInsensitiveUTF8(external_id, {p3:String}) > 0)
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, platforms, influence AS sort_key
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND (positionCaseInsensitiveUTF8(name, {p3:String}) > 0 OR positionCaseInsensitiveUTF8(external_id, {p3:String}) > 0)
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, platforms, toInt64(weight365) AS sort_key
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND NOT (member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0)) AND NOT (member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND 1))
        ORDER BY sort_key DESC, member_id LIMIT {p3:UInt64};

-- insights.members_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, platforms, toInt64(weight365) AS sort_key
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND circle = {p3:UInt64}) AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0) AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND 1)
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, platforms, toInt64(weight365) AS sort_key
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID})
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, platforms, toInt64(weight365) AS sort_key
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = {p3:String}
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, toInt64(weight365) AS sort_key
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = {p3:String}
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, influence AS sort_key FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND (positionCaseInsensitiveUTF8(name, {p3:String}) > 0 OR positionCaseInsensitiveUTF8(external_id, {p3:String}) > 0)
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, toInt64(weight365) AS sort_key FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND NOT (member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0)) AND NOT (member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND 1))
        ORDER BY sort_key DESC, member_id LIMIT {p3:UInt64};

-- insights.members_page
SELECT member_id, toInt64(weight365) AS sort_key FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND circle = {p3:UInt64}) AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0) AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND 1)
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, toInt64(weight365) AS sort_key FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID})
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_page
SELECT member_id, toInt64(weight365) AS sort_key FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = {p3:String}
        ORDER BY sort_key DESC, member_id LIMIT {p4:UInt64};

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND (positionCaseInsensitiveUTF8(name, {p3:String}) > 0 OR positionCaseInsensitiveUTF8(external_id, {p3:String}) > 0);

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND NOT (member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0)) AND NOT (member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND 1));

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND circle = {p3:UInt64}) AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0) AND member_id IN (SELECT member_id FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND 1);

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID});

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN {p3:Array(UUID)} AND member_id IN {p4:Array(UUID)};

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN {p3:Array(UUID)};

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = {p3:String} AND member_id IN {p4:Array(UUID)};

-- insights.members_total
SELECT count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND tier = {p3:String};

-- insights.names_among_words
SELECT w.word AS word FROM (SELECT arrayJoin({p0:Array(String)}) AS word, upperUTF8(word) AS folded) AS w INNER JOIN (
          SELECT DISTINCT upperUTF8(called) AS folded
          FROM (SELECT arrayJoin([name, external_id]) AS called FROM source_names FINAL
            WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND subject = 'account')
          WHERE folded IN (SELECT folded FROM (SELECT arrayJoin({p3:Array(String)}) AS word, upperUTF8(word) AS folded))) AS n ON n.folded = w.folded;

-- insights.names_among_words
SELECT w.word AS word FROM (SELECT arrayJoin({p0:Array(String)}) AS word, upperUTF8(word) AS folded) AS w INNER JOIN (
      SELECT DISTINCT upperUTF8(called) AS folded
      FROM (SELECT arrayJoin([name, external_id]) AS called FROM source_names FINAL
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND subject = 'account')
      WHERE folded IN (SELECT folded FROM (SELECT arrayJoin({p3:Array(String)}) AS word, upperUTF8(word) AS folded))) AS n ON n.folded = w.folded;

-- insights.names_of
SELECT id, name, external_id FROM source_names FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND id IN {p2:Array(UUID)};

-- insights.network_month_members
SELECT m.member_id AS member_id, s.name AS name, circle, n.now AS now, ties, influence, x, y
        FROM (SELECT * FROM network_month_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id = {p2:UUID}) AS m
        ANY LEFT JOIN (SELECT member_id, if(name = '', external_id, name) AS name FROM member_states
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p3:UUID} AND member_id IN (SELECT member_id FROM network_month_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id = {p2:UUID})) AS s ON s.member_id = m.member_id
        ANY LEFT JOIN (SELECT member_id, circle AS now FROM network_members
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p3:UUID} AND member_id IN (SELECT member_id FROM network_month_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id = {p2:UUID})) AS n ON n.member_id = m.member_id
        ORDER BY node;

-- insights.network_month_ties
SELECT a, b, toFloat64(weight) AS weight FROM network_month_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id = {p2:UUID} ORDER BY weight DESC, a, b;

-- insights.network_people
SELECT n.member_id AS member_id, s.external_id AS external_id, s.name AS name, s.tier AS tier, s.influence AS influence,
          node, circle, ties, betweenness, betweenness_error, cut_off, component, x, y
        FROM (SELECT * FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id = {p3:UUID}) AS n
        ANY LEFT JOIN (SELECT member_id, external_id, name, tier, influence FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
          AND member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id = {p3:UUID})) AS s ON n.member_id = s.member_id
        ORDER BY node;

-- insights.network_people
SELECT n.member_id AS member_id, s.external_id AS external_id, s.name AS name, s.tier AS tier, s.influence AS influence,
          node, circle, ties, betweenness, betweenness_error, cut_off, component, x, y
        FROM (SELECT * FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0
          ORDER BY cut_off DESC, member_id LIMIT {p3:UInt64})) AS n
        ANY LEFT JOIN (SELECT member_id, external_id, name, tier, influence FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
          AND member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND cut_off > 0
          ORDER BY cut_off DESC, member_id LIMIT {p4:UInt64}))) AS s ON n.member_id = s.member_id
        ORDER BY node;

-- insights.network_people
SELECT n.member_id AS member_id, s.external_id AS external_id, s.name AS name, s.tier AS tier, s.influence AS influence,
          node, circle, ties, betweenness, betweenness_error, cut_off, component, x, y
        FROM (SELECT * FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND node IN {p3:Array(UInt64)}) AS n
        ANY LEFT JOIN (SELECT member_id, external_id, name, tier, influence FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
          AND member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND node IN {p4:Array(UInt64)})) AS s ON n.member_id = s.member_id
        ORDER BY node;

-- insights.network_people
SELECT n.member_id AS member_id, s.external_id AS external_id, s.name AS name, s.tier AS tier, s.influence AS influence,
          node, circle, ties, betweenness, betweenness_error, cut_off, component, x, y
        FROM (SELECT * FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND placed = 1) AS n
        ANY LEFT JOIN (SELECT member_id, external_id, name, tier, influence FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
          AND member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND placed = 1)) AS s ON n.member_id = s.member_id
        ORDER BY node;

-- insights.network_picture
SELECT a, b, toFloat64(given + received) AS weight FROM network_ties
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND a < b AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND placed = 1) AND b IN (SELECT node FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND placed = 1)
        ORDER BY weight DESC, a, b LIMIT {p3:UInt64};

-- insights.network_places
SELECT member_id, toFloat64(x) AS x, toFloat64(y) AS y FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND placed = 1;

-- insights.network_places
SELECT member_id, toFloat64(x) AS x, toFloat64(y) AS y FROM network_month_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id = {p2:UUID};

-- insights.network_texts
SELECT account_id, substringUTF8(text, 1, {p0:UInt64}) AS body
        FROM event_texts FINAL
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day >= {p3:Date} AND day <= {p4:Date} AND text != ''
          AND event_id IN (SELECT event_id FROM events FINAL WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID})) AND day >= {p3:Date})
        ORDER BY cityHash64(event_id), event_id
        LIMIT {p5:UInt64} BY account_id LIMIT {p6:UInt64};

-- insights.network_ties
SELECT a, b, toFloat64(given + received) AS weight FROM network_ties
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} ORDER BY a, b;

-- insights.network_ties_among
SELECT a, b, toFloat64(given) AS given, toFloat64(received) AS received FROM network_ties
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND a IN {p3:Array(UInt64)} AND b IN {p4:Array(UInt64)} ORDER BY a, b;

-- insights.own_group_days
SELECT persona_id, group_id, day, toFloat64(sum(contributions)) AS total FROM member_days
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID} AND member_id = {p4:UUID}) AND persona_id IN {p5:Array(UUID)} AND contributions > 0
        GROUP BY persona_id, group_id, day;

-- insights.people_around
SELECT DISTINCT if(giver = {p0:UUID}, receiver, giver) AS other FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) GROUP BY day) AND day <= {p3:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p5:UUID} AND receiver != {p5:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) GROUP BY day) AND day <= {p3:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p5:UUID} AND receiver != {p5:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND map_id = {p4:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1)
        WHERE giver = {p0:UUID} OR receiver = {p0:UUID} ORDER BY other;

-- insights.persona_activity
SELECT persona_id, joined, first_active, last_active, contributions_28, weight_28, weight_365, weight_all
          , orders, orders_365, last_purchase, amount_all, amount_365
          , last_leave,
          toUInt32(bitAnd({p0:Identifier}, 4294967295)) AS {p1:Identifier},
        toUInt32(bitShiftRight({p0:Identifier}, 32)) AS {p2:Identifier}, toUInt32(bitAnd({p3:Identifier}, 4294967295)) AS {p4:Identifier},
        toUInt32(bitShiftRight({p3:Identifier}, 32)) AS {p5:Identifier}, toUInt32(bitAnd({p6:Identifier}, 4294967295)) AS {p7:Identifier},
        toUInt32(bitShiftRight({p6:Identifier}, 32)) AS {p8:Identifier}, toUInt32(bitAnd({p9:Identifier}, 4294967295)) AS {p10:Identifier},
        toUInt32(bitShiftRight({p9:Identifier}, 32)) AS {p11:Identifier}, toUInt32(bitAnd({p12:Identifier}, 4294967295)) AS {p13:Identifier},
        toUInt32(bitShiftRight({p12:Identifier}, 32)) AS {p14:Identifier}, toUInt32(bitAnd({p15:Identifier}, 4294967295)) AS {p16:Identifier},
        toUInt32(bitShiftRight({p15:Identifier}, 32)) AS {p17:Identifier}, toUInt32(bitAnd({p18:Identifier}, 4294967295)) AS {p19:Identifier},
        toUInt32(bitShiftRight({p18:Identifier}, 32)) AS {p20:Identifier}
          , toUInt32(bitAnd({p21:Identifier}, 4294967295)) AS {p22:Identifier},
        toUInt32(bitShiftRight({p21:Identifier}, 32)) AS {p23:Identifier}
        FROM (
          SELECT persona_id,
            minIf(day, toUnixTimestamp64Milli(first_at) > 0) AS joined,
            minIf(day, contributions > 0) AS first_active,
            maxIf(day, contributions > 0) AS last_active,
            toUInt32(sumIf(contributions, age < 28)) AS contributions_28,
            toUInt32(sumIf(weight, age < 28)) AS weight_28,
            toUInt32(sumIf(weight, age < 365)) AS weight_365,
            toUInt32(sum(weight)) AS weight_all
            ,
            toUInt32(sum(purchases)) AS orders,
            toUInt32(sumIf(purchases, age < 365)) AS orders_365,
            maxIf(day, purchases > 0) AS last_purchase,
            sum(amount) AS amount_all,
            sumIf(amount, age < 365) AS amount_365
            , maxIf(day, toUnixTimestamp64Milli(last_leave_at) > 0) AS last_leave,
            groupBitOr(if({p24:Identifier} = {p25:UInt64}, {p26:Identifier}, 0)) AS {p0:Identifier}, groupBitOr(if({p24:Identifier} = {p27:UInt64}, {p26:Identifier}, 0)) AS {p3:Identifier}, groupBitOr(if({p24:Identifier} = {p28:UInt64}, {p26:Identifier}, 0)) AS {p6:Identifier}, groupBitOr(if({p24:Identifier} = {p29:UInt64}, {p26:Identifier}, 0)) AS {p9:Identifier}, groupBitOr(if({p24:Identifier} = {p30:UInt64}, {p26:Identifier}, 0)) AS {p12:Identifier}, groupBitOr(if({p24:Identifier} = {p31:UInt64}, {p26:Identifier}, 0)) AS {p15:Identifier}, groupBitOr(if({p24:Identifier} = {p32:UInt64}, {p26:Identifier}, 0)) AS {p18:Identifier}
            , groupBitOr(if({p33:Identifier} = {p34:UInt64}, {p35:Identifier}, 0)) AS {p21:Identifier}
          FROM (SELECT *, toUInt16({p36:Int64} - toInt32(day)) AS age,
            if(contributions > 0, toUInt8(least(intDiv(age, 64), 254)), 255) AS day_word,
            bitShiftLeft(toUInt64(1), toUInt8(age % 64)) AS day_bit, toUInt16(intDiv(toInt32(day) - {p37:Int64}, 7)) AS week,
            if(contributions > 0, toUInt8(intDiv(week, 64)), 255) AS week_word,
            bitShiftLeft(toUInt64(1), toUInt8(week % 64)) AS week_bit
          FROM member_days WHERE (workspace_id = {p38:UUID} AND community_id = {p39:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p38:UUID} AND community_id = {p39:UUID}) GROUP BY day) AND day <= {p40:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p38:UUID} AND community_id = {p39:UUID}) AND map_id = {p41:UUID} AND member_id = {p42:UUID}))
          GROUP BY persona_id
        ) ORDER BY persona_id SETTINGS optimize_aggregation_in_order = 1;

-- insights.persona_activity
SELECT persona_id, joined, first_active, last_active, contributions_28, weight_28, weight_365, weight_all
          , orders, orders_365, last_purchase, amount_all, amount_365
          , last_leave,
          toUInt32(bitAnd({p0:Identifier}, 4294967295)) AS {p1:Identifier},
        toUInt32(bitShiftRight({p0:Identifier}, 32)) AS {p2:Identifier}, toUInt32(bitAnd({p3:Identifier}, 4294967295)) AS {p4:Identifier},
        toUInt32(bitShiftRight({p3:Identifier}, 32)) AS {p5:Identifier}, toUInt32(bitAnd({p6:Identifier}, 4294967295)) AS {p7:Identifier},
        toUInt32(bitShiftRight({p6:Identifier}, 32)) AS {p8:Identifier}, toUInt32(bitAnd({p9:Identifier}, 4294967295)) AS {p10:Identifier},
        toUInt32(bitShiftRight({p9:Identifier}, 32)) AS {p11:Identifier}, toUInt32(bitAnd({p12:Identifier}, 4294967295)) AS {p13:Identifier},
        toUInt32(bitShiftRight({p12:Identifier}, 32)) AS {p14:Identifier}, toUInt32(bitAnd({p15:Identifier}, 4294967295)) AS {p16:Identifier},
        toUInt32(bitShiftRight({p15:Identifier}, 32)) AS {p17:Identifier}, toUInt32(bitAnd({p18:Identifier}, 4294967295)) AS {p19:Identifier},
        toUInt32(bitShiftRight({p18:Identifier}, 32)) AS {p20:Identifier}
        FROM (
          SELECT persona_id,
            minIf(day, toUnixTimestamp64Milli(first_at) > 0) AS joined,
            minIf(day, contributions > 0) AS first_active,
            maxIf(day, contributions > 0) AS last_active,
            toUInt32(sumIf(contributions, age < 28)) AS contributions_28,
            toUInt32(sumIf(weight, age < 28)) AS weight_28,
            toUInt32(sumIf(weight, age < 365)) AS weight_365,
            toUInt32(sum(weight)) AS weight_all
            ,
            toUInt32(sum(purchases)) AS orders,
            toUInt32(sumIf(purchases, age < 365)) AS orders_365,
            maxIf(day, purchases > 0) AS last_purchase,
            sum(amount) AS amount_all,
            sumIf(amount, age < 365) AS amount_365
            , maxIf(day, toUnixTimestamp64Milli(last_leave_at) > 0) AS last_leave,
            groupBitOr(if({p21:Identifier} = {p22:UInt64}, {p23:Identifier}, 0)) AS {p0:Identifier}, groupBitOr(if({p21:Identifier} = {p24:UInt64}, {p23:Identifier}, 0)) AS {p3:Identifier}, groupBitOr(if({p21:Identifier} = {p25:UInt64}, {p23:Identifier}, 0)) AS {p6:Identifier}, groupBitOr(if({p21:Identifier} = {p26:UInt64}, {p23:Identifier}, 0)) AS {p9:Identifier}, groupBitOr(if({p21:Identifier} = {p27:UInt64}, {p23:Identifier}, 0)) AS {p12:Identifier}, groupBitOr(if({p21:Identifier} = {p28:UInt64}, {p23:Identifier}, 0)) AS {p15:Identifier}, groupBitOr(if({p21:Identifier} = {p29:UInt64}, {p23:Identifier}, 0)) AS {p18:Identifier}
          FROM (SELECT *, toUInt16({p30:Int64} - toInt32(day)) AS age,
            if(contributions > 0, toUInt8(least(intDiv(age, 64), 254)), 255) AS day_word,
            bitShiftLeft(toUInt64(1), toUInt8(age % 64)) AS day_bit
          FROM member_days WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}) GROUP BY day) AND day <= {p33:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p31:UUID} AND community_id = {p32:UUID}) AND map_id = {p34:UUID} AND member_id = {p35:UUID}))
          GROUP BY persona_id
        ) ORDER BY persona_id SETTINGS optimize_aggregation_in_order = 1;

-- insights.persona_map
SELECT persona_id, member_id FROM persona_maps
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p2:UUID} AND persona_id != {p3:UUID}
        ORDER BY persona_id;

-- insights.persona_spans
SELECT account_id, persona_id, from_event, toFloat64(toUnixTimestamp64Milli(from_at)) AS from_ms,
          toFloat64(from_position) AS from_place
        FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != {p2:UUID}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
        ORDER BY account_id, from_at, from_position, from_event;

-- insights.personas_of_member
SELECT DISTINCT persona_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p2:UUID} AND member_id = {p3:UUID};

-- insights.received_91
SELECT receiver, toFloat64(sum(gain)) AS received,
          toUInt32(uniqExactIf(giver, kind IN ('reply', 'reaction', 'mention'))) AS fans
        FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE day >= {p5:Date} AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}))) GROUP BY giver, receiver, event_id) WHERE day >= {p5:Date})
        GROUP BY receiver;

-- insights.received_91
SELECT receiver, toFloat64(sum(gain)) AS received,
          toUInt32(uniqExactIf(giver, kind IN ('reply', 'reaction', 'mention'))) AS fans
        FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE day >= {p5:Date} AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}))) GROUP BY giver, receiver, event_id) WHERE day >= {p5:Date})
        GROUP BY receiver;

-- insights.removed_of_members
SELECT account_id, event_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        PREWHERE day IN {p0:Array(Date)} AND account_id IN {p1:Array(UUID)}
        WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND removed != '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID})) ORDER BY day;

-- insights.removed_of_members
SELECT account_id, event_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p2:Array(Date)} AND removed != '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
          AND account_id IN {p3:Array(UUID)} ORDER BY day;

-- insights.sole_links
SELECT h.member_id AS by, toUInt32(count()) AS total, arraySlice(arraySort(groupArray(o.member_id)), 1, {p0:UInt64}) AS people
        FROM (SELECT a, b FROM network_ties WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND evaluation_id = {p3:UUID}
          AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND evaluation_id = {p3:UUID} AND ties = 1)) AS t
        INNER JOIN (SELECT node, member_id FROM network_members WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND evaluation_id = {p3:UUID}) AS o ON o.node = t.a
        INNER JOIN (SELECT node, member_id FROM network_members WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND evaluation_id = {p3:UUID} AND ties > 1) AS h ON h.node = t.b
        GROUP BY by HAVING total >= 3 ORDER BY total DESC, by LIMIT {p4:UInt64};

-- insights.source_names
SELECT id, external_id, name, platform FROM source_names FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND subject = 'account' AND id IN {p2:Array(UUID)} ORDER BY id;

-- insights.source_names
SELECT id, external_id, name, platform FROM source_names FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND subject = 'account' ORDER BY id;

-- insights.source_names
SELECT id, external_id, name, platform FROM source_names FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND subject = 'group' AND id IN {p2:Array(UUID)} ORDER BY id;

-- insights.source_names
SELECT id, external_id, name, platform FROM source_names FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND subject = 'group' ORDER BY id;

-- insights.spoken_before
SELECT account_id, event_id, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p2:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AND day >= {p3:Date} AND day < {p4:Date} AND kind = 'message';

-- insights.standings
SELECT member_id, toInt32(joined_day) AS joined, toInt32(last_day) AS last, is_member, toString(silent_kind) AS kind,
          toFloat64(weight365) AS weight, toUInt8(is_member = 1 AND silent_kind != '' ) AS asked
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} ORDER BY member_id;

-- insights.texts
SELECT group_id, account_id, substringUTF8(text, 1, {p0:UInt64}) AS body
        FROM event_texts FINAL
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day >= {p3:Date} AND day <= {p4:Date} AND text != ''
          AND event_id IN (SELECT event_id FROM events FINAL WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID})) AND day >= {p3:Date})
        ORDER BY cityHash64(event_id), event_id
        LIMIT {p5:UInt64} BY group_id LIMIT {p6:UInt64};

-- insights.texts_of_member
SELECT substringUTF8(text, 1, {p0:UInt64}) AS body FROM event_texts FINAL
        PREWHERE day IN {p1:Array(Date)} AND account_id IN {p2:Array(UUID)}
        WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND text != '' AND event_id IN
          (SELECT event_id FROM events FINAL PREWHERE day IN {p5:Array(Date)} AND account_id IN {p6:Array(UUID)} WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND day <= {p7:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID})))
        ORDER BY day DESC, event_id LIMIT {p8:UInt64};

-- insights.texts_of_member
SELECT substringUTF8(text, 1, {p0:UInt64}) AS body FROM event_texts FINAL
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day >= {p3:Date} AND day <= {p4:Date} AND account_id IN {p5:Array(UUID)}
          AND text != '' AND event_id IN (SELECT event_id FROM events FINAL
            WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID})) AND day >= {p3:Date} AND account_id IN {p6:Array(UUID)})
        ORDER BY day DESC, event_id LIMIT {p7:UInt64};

-- insights.thread_roots
SELECT group_id, thread_id, toUInt8(max(thread_id != event_id)) AS by_another FROM events FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p2:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AND day >= {p3:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review') AND thread_id != {p4:UUID}
        GROUP BY group_id, thread_id;

-- insights.tier_flows
SELECT was, now, toFloat64(count()) AS members
        FROM (
          SELECT member_id,
            anyIf(tier, evaluation_id = {p0:UUID} AND is_member = 1) AS tier_before,
            anyIf(tier, evaluation_id = {p1:UUID} AND is_member = 1) AS tier_after,
            if(tier_before = '', 'outside', toString(tier_before)) AS was,
            if(tier_after = '', 'outside', toString(tier_after)) AS now
          FROM member_states
          WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND evaluation_id IN {p4:Array(UUID)}
          GROUP BY member_id
        )
        WHERE was != 'outside' OR now != 'outside'
        GROUP BY was, now ORDER BY was, now;

-- insights.ties
SELECT giver, receiver, sum(gain * pow({p0:Float64}, ({p1:Int64} - toInt32(day)) / 30)) AS weight
        FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1)
        GROUP BY giver, receiver;

-- insights.ties
SELECT giver, receiver, sum(gain * pow({p0:Float64}, ({p1:Int64} - toInt32(day)) / 30)) AS weight
        FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) GROUP BY day) AND day <= {p4:Date}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p6:UUID} AND receiver != {p6:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p2:UUID} AND community_id = {p3:UUID}) AND map_id = {p5:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1)
        GROUP BY giver, receiver;

-- insights.ties_of_member
SELECT if(giver = {p0:UUID}, receiver, giver) AS other, toFloat64(sumIf(toDecimal128(gain * pow({p1:Float64}, ({p2:Int64} - toInt32(day)) / 30), 15), giver = {p0:UUID})) AS given,
          toFloat64(sumIf(toDecimal128(gain * pow({p3:Float64}, ({p4:Int64} - toInt32(day)) / 30), 15), receiver = {p0:UUID})) AS received
        FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) GROUP BY day) AND day <= {p7:Date} AND 1 AND giver IN {p8:Array(UUID)} UNION ALL SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) GROUP BY day) AND day <= {p7:Date} AND 1 AND receiver IN {p9:Array(UUID)} AND giver NOT IN {p10:Array(UUID)}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p12:UUID} AND receiver != {p12:UUID}) WHERE 1 AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) GROUP BY day) AND day <= {p7:Date} AND 1 AND giver IN {p13:Array(UUID)} UNION ALL SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) GROUP BY day) AND day <= {p7:Date} AND 1 AND receiver IN {p14:Array(UUID)} AND giver NOT IN {p15:Array(UUID)}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p12:UUID} AND receiver != {p12:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p5:UUID} AND community_id = {p6:UUID}) AND map_id = {p11:UUID}))) GROUP BY giver, receiver, event_id) WHERE 1) WHERE giver = {p0:UUID} OR receiver = {p0:UUID}
        GROUP BY other ORDER BY round(given + received, 9) DESC, other LIMIT {p16:UInt64};

-- insights.timeline
SELECT e.event_id AS event_id, e.account_id AS account_id, toUInt16(e.day) AS day_number,
          toUnixTimestamp64Milli(e.at) AS at_ms, e.position AS position, e.kind AS kind, e.group_id AS group_id,
          e.target AS target, e.removed != '' AS gone, e.value AS value, e.has_value AS has_value
        FROM (SELECT * FROM events FINAL PREWHERE day BETWEEN {p0:Date} AND {p1:Date}
                AND account_id IN {p2:Array(UUID)}
              WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND kind = {p5:String}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}))
       GROUP BY account_id) AS s ON e.account_id = s.account_id
        WHERE 1 AND if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) IN {p6:Array(UUID)}
        ORDER BY e.at DESC, e.position DESC, toString(e.event_id) DESC LIMIT {p7:UInt64};

-- insights.timeline
SELECT e.event_id AS event_id, e.account_id AS account_id, toUInt16(e.day) AS day_number,
      toUnixTimestamp64Milli(e.at) AS at_ms, e.position AS position, e.kind AS kind, e.group_id AS group_id, e.target AS target,
      e.removed != '' AS gone, e.value AS value, e.has_value AS has_value
    FROM events AS e FINAL LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON e.account_id = s.account_id
    WHERE (e.workspace_id = {p0:UUID} AND e.community_id = {p1:UUID}) AND e.account_id IN {p2:Array(UUID)} AND if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) IN {p3:Array(UUID)}
       AND e.kind = {p4:String}
    ORDER BY e.at DESC, e.position DESC, toString(e.event_id) DESC LIMIT {p5:UInt64};

-- insights.timeline_texts
SELECT event_id, text FROM event_texts FINAL
        PREWHERE day IN {p0:Array(Date)}
          AND account_id IN {p1:Array(UUID)}
          AND event_id IN {p2:Array(UUID)}
        WHERE (workspace_id = {p3:UUID} AND community_id = {p4:UUID}) AND text != '';

-- insights.what_there_is
SELECT (SELECT count() FROM (SELECT 1 FROM member_days WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND (purchases > 0 OR amount != 0) LIMIT 1)) AS purchases,
          (SELECT count() FROM (SELECT 1 FROM member_days WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND (last_leave_at > toDateTime64(0, 3)) LIMIT 1)) AS leaves;

-- insights.who_is_who
SELECT
          (SELECT toString(sum(cityHash64(event_id, at, from_account, to_account, version, removed))) FROM renames FINAL
           WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS renamed,
          (SELECT toString(sum(cityHash64(account_id))) FROM bot_accounts FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})) AS bots;

-- insights.writings
SELECT account_id, event_id, group_id, thread_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
          toFloat64(position) AS place, toUInt8(kind = 'message') AS is_message,
          if(kind IN ('reply', 'answer'), reply_to, {p0:UUID}) AS parent
        FROM events FINAL
        WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day <= {p3:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID})) AND day >= {p4:Date} AND day <= {p3:Date} AND kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')
        ORDER BY at, position, event_id;

-- introductions.days_given
SELECT giver, receiver, arraySort(groupUniqArray(toUInt16(day))) AS days
        FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE day >= {p5:Date} AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p2:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p4:UUID} AND receiver != {p4:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p3:UUID}))) GROUP BY giver, receiver, event_id) WHERE day >= {p5:Date})
        WHERE giver IN {p6:Array(UUID)} AND receiver IN {p7:Array(UUID)} GROUP BY giver, receiver;

-- introductions.neighbours
SELECT node, member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID})
          AND evaluation_id = {p2:UUID} AND node IN {p3:Array(UInt64)};

-- introductions.people
SELECT s.member_id AS member_id, name, tier, joined, influence, groups, ties, node, circle, component
        FROM (SELECT member_id, name, tier, toUInt16(joined_day) AS joined, influence, groups FROM member_states
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND (tier = 'newcomer' OR last_day > {p3:Date})
          ORDER BY active_days28 DESC, joined_day DESC, member_id LIMIT {p4:UInt64}) AS s
        ANY LEFT JOIN (SELECT member_id, ties, node, circle, component FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}) AS n
          ON n.member_id = s.member_id
        ORDER BY member_id;

-- levels.active_on
SELECT DISTINCT persona_id AS id FROM member_days WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day IN {p2:Array(Date)};

-- levels.badge_members
SELECT member_id FROM member_states
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1
            AND member_id IN (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (member_id IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p3:UUID})));

-- levels.done
SELECT s.member_id AS member_id, s.is_member AS present, f.done AS done, f.contribution AS contribution, f.days AS days
        FROM (SELECT member_id, is_member FROM member_states
              WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
                ) AS s
        LEFT ANY JOIN
          (SELECT member_id, toUInt32(sum(counted)) AS done, toUInt32(sum(total)) AS contribution,
             toUInt16(uniqExact(day)) AS days
           FROM (SELECT member_id, day, kind, toUInt32(sum(weight)) AS total,
      least(total, toUInt32(transform(toString(kind), {p3:Array(String)}, {p4:Array(UInt64)}, toUInt64(0)))) AS counted
    FROM (SELECT if(mapped_persona = {p5:UUID}, persona_id, mapped_member) AS member_id, {p6:Identifier}, {p7:Identifier}, {p8:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier}
    FROM (SELECT account_id, {p6:Identifier}, {p7:Identifier}, {p8:Identifier}, {p9:Identifier}, {p10:Identifier}, {p11:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p12:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p13:Date} AND weight > 0 ) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p14:UUID} AND persona_id != {p5:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p5:UUID} OR mapped_member != {p5:UUID}) GROUP BY member_id, day, kind) GROUP BY member_id) AS f
        ON f.member_id = s.member_id;

-- levels.done
SELECT s.member_id AS member_id, s.is_member AS present, f.done AS done, f.contribution AS contribution, f.days AS days
        FROM (SELECT member_id, is_member FROM member_states
              WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
                AND member_id IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p3:UUID})) AS s
        LEFT ANY JOIN
          (SELECT member_id, toUInt32(sum(counted)) AS done, toUInt32(sum(total)) AS contribution,
             toUInt16(uniqExact(day)) AS days
           FROM (SELECT member_id, day, kind, toUInt32(sum(weight)) AS total,
      least(total, toUInt32(transform(toString(kind), {p4:Array(String)}, {p5:Array(UInt64)}, toUInt64(0)))) AS counted
    FROM (SELECT if(mapped_persona = {p6:UUID}, persona_id, mapped_member) AS member_id, {p7:Identifier}, {p8:Identifier}, {p9:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier}
    FROM (SELECT account_id, {p7:Identifier}, {p8:Identifier}, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}, {p12:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p13:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p14:Date} AND weight > 0 AND account_id IN (SELECT id FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p3:UUID})) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p15:UUID} AND persona_id != {p6:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p6:UUID} OR mapped_member != {p6:UUID}) GROUP BY member_id, day, kind) GROUP BY member_id) AS f
        ON f.member_id = s.member_id;

-- levels.done_by_kind
SELECT toString(kind) AS name, toUInt32(count()) AS days, toUInt32(sum(total)) AS weight,
          toUInt32(sum(counted)) AS growth
        FROM (SELECT member_id, day, kind, toUInt32(sum(weight)) AS total,
      least(total, toUInt32(transform(toString(kind), {p0:Array(String)}, {p1:Array(UInt64)}, toUInt64(0)))) AS counted
    FROM (SELECT if(mapped_persona = {p2:UUID}, persona_id, mapped_member) AS member_id, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p3:Identifier} AS {p3:Identifier} , e.{p4:Identifier} AS {p4:Identifier} , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier}
    FROM (SELECT account_id, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}, {p7:Identifier}, {p8:Identifier} FROM events FINAL
    WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND day <= {p11:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}))
      AND day >= {p12:Date} AND weight > 0 ) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p9:UUID} AND community_id = {p10:UUID}) AND map_id = {p13:UUID} AND persona_id != {p2:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p2:UUID} OR mapped_member != {p2:UUID}) GROUP BY member_id, day, kind) WHERE member_id = {p14:UUID}
        GROUP BY kind ORDER BY growth DESC, name;

-- levels.groups_of_members
SELECT member_id, groups FROM member_states
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN {p3:Array(UUID)};

-- levels.ranking
SELECT member_id, toFloat64(count()) AS score, toFloat64(max(toUnixTimestamp64Milli(at))) AS reached FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p1:Identifier} AS {p1:Identifier} , e.{p2:Identifier} AS {p2:Identifier} , e.{p3:Identifier} AS {p3:Identifier}
    FROM (SELECT account_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier} FROM events FINAL
    WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND day <= {p6:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}))
       AND weight > 0 AND kind = {p7:String}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND map_id = {p8:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID})
        WHERE member_id IN (SELECT member_id FROM member_states
          WHERE (workspace_id = {p4:UUID} AND community_id = {p5:UUID}) AND evaluation_id = {p9:UUID} AND is_member = 1)
        GROUP BY member_id HAVING score > 0 ORDER BY score DESC, reached, member_id;

-- levels.ranking
SELECT member_id, toFloat64(sum(contributions)) AS score, toFloat64(max(toUnixTimestamp64Milli(last_at))) AS reached FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT persona_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM member_days
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) GROUP BY day) AND day <= {p9:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND member_id = {p0:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID})
        WHERE member_id IN (SELECT member_id FROM member_states
          WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND evaluation_id = {p11:UUID} AND is_member = 1)
        GROUP BY member_id HAVING score > 0 ORDER BY score DESC, reached, member_id;

-- levels.ranking
SELECT member_id, toFloat64(sum(messages)) AS score, toFloat64(max(toUnixTimestamp64Milli(last_at))) AS reached FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT persona_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM member_days
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) GROUP BY day) AND day <= {p9:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND member_id = {p0:UUID})
       AND messages > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID})
        WHERE member_id IN (SELECT member_id FROM member_states
          WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND evaluation_id = {p11:UUID} AND is_member = 1)
        GROUP BY member_id HAVING score > 0 ORDER BY score DESC, reached, member_id;

-- levels.ranking
SELECT member_id, toFloat64(sum(weight)) AS score, toFloat64(max(toUnixTimestamp64Milli(last_at))) AS reached FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT persona_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM member_days
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) GROUP BY day) AND day <= {p9:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND member_id = {p0:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID})
        WHERE member_id IN (SELECT member_id FROM member_states
          WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND evaluation_id = {p11:UUID} AND is_member = 1)
        GROUP BY member_id HAVING score > 0 ORDER BY score DESC, reached, member_id;

-- levels.ranking
SELECT member_id, toFloat64(uniqExact(day)) AS score, toFloat64(toInt64(argMax(toUnixTimestamp64Milli(first_at), tuple(day, -toUnixTimestamp64Milli(first_at))))) AS reached FROM (SELECT if(mapped_persona = {p0:UUID}, persona_id, mapped_member) AS member_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT persona_id, {p1:Identifier}, {p2:Identifier}, {p3:Identifier}, {p4:Identifier}, {p5:Identifier}, {p6:Identifier} FROM member_days
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) GROUP BY day) AND day <= {p9:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND member_id = {p0:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND map_id = {p10:UUID} AND persona_id != {p0:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p0:UUID} OR mapped_member != {p0:UUID})
        WHERE member_id IN (SELECT member_id FROM member_states
          WHERE (workspace_id = {p7:UUID} AND community_id = {p8:UUID}) AND evaluation_id = {p11:UUID} AND is_member = 1)
        GROUP BY member_id HAVING score > 0 ORDER BY score DESC, reached, member_id;

-- matching.active_hours
SELECT account_id, groupUniqArray({p0:UInt64})(toUInt32(intDiv(toUnixTimestamp(at), 3600))) AS hours
        FROM events WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day > {p3:Date} AND weight > 0
          AND account_id IN {p4:Array(UUID)}
        GROUP BY account_id;

-- matching.claims_in_messages
SELECT DISTINCT account_id, handle FROM
          (SELECT account_id, extract(text, {p0:String}) AS handle FROM event_texts
           WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND day > {p3:Date} AND is_deleted = 0
             AND multiSearchAnyCaseInsensitiveUTF8(text, {p4:Array(String)}))
        WHERE handle != ''
        ORDER BY account_id, handle LIMIT {p5:UInt64};

-- matching.groups
SELECT member_id, groups FROM member_states
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN {p3:Array(UUID)};

-- points.events
SELECT toString(event_id) AS "eventId", toString(account_id) AS "accountId", toString(happened.group_id) AS "groupId", kind,
               toString(reply_to) AS "replyTo", toUnixTimestamp64Milli(at) AS at, toUInt16(day) AS day,
               '' AS text
        FROM (SELECT * FROM events FINAL
              WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day >= {p2:Date} AND day < {p3:Date} AND removed = '' AND bot = 0 AND kind IN {p4:Array(String)}) AS happened
        ORDER BY happened.at, happened.position, happened.event_id LIMIT {p5:UInt64};

-- points.events
SELECT toString(event_id) AS "eventId", toString(account_id) AS "accountId", toString(happened.group_id) AS "groupId", kind,
               toString(reply_to) AS "replyTo", toUnixTimestamp64Milli(at) AS at, toUInt16(day) AS day,
               said.text AS text
        FROM (SELECT * FROM events FINAL
              WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day >= {p2:Date} AND day < {p3:Date} AND removed = '' AND bot = 0 AND kind IN {p4:Array(String)}) AS happened
        LEFT JOIN (SELECT DISTINCT day, account_id, event_id, version, group_id, text FROM event_texts
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND text != '' AND day >= {p2:Date} AND day < {p3:Date}
         AND (day, account_id, event_id, version) IN
           (SELECT day, account_id, event_id, version FROM events FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND removed = '' AND bot = 0 AND day >= {p2:Date} AND day < {p3:Date})) AS said USING (day, account_id, event_id, version)
        ORDER BY happened.at, happened.position, happened.event_id LIMIT {p5:UInt64};

-- points.said
SELECT toString(account_id) AS "accountId", toString(event_id) AS "eventId", text
        FROM (SELECT DISTINCT day, account_id, event_id, version, group_id, text FROM event_texts
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND is_deleted = 0 AND text != '' AND day >= {p2:Date} AND account_id IN {p3:Array(UUID)}
         AND (day, account_id, event_id, version) IN
           (SELECT day, account_id, event_id, version FROM events FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND removed = '' AND bot = 0 AND day >= {p2:Date} AND account_id IN {p4:Array(UUID)}));

-- points.segments
SELECT concat(toString({p0:UUID}), ' ', toString(member_id)) AS key FROM (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND segment_id = {p0:UUID}) WHERE member_id IN {p3:Array(UUID)};

-- points.segments
SELECT concat(toString({p0:UUID}), ' ', toString(member_id)) AS key FROM (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) AND segment_id = {p0:UUID});

-- reactions.first_messages
SELECT DISTINCT toString(account_id) AS "accountId" FROM events
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day >= {p2:Date} AND account_id IN {p3:Array(UUID)}
          AND event_id NOT IN {p4:Array(UUID)} AND kind IN {p5:Array(String)} AND bot = 0;

-- remove.find_member_states
SELECT 1 AS there FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- remove.find_network_members
SELECT 1 AS there FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- remove.find_network_month_members
SELECT 1 AS there FROM network_month_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- remove.find_network_month_ties
SELECT 1 AS there FROM network_month_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND snapshot_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- remove.find_network_ties
SELECT 1 AS there FROM network_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id NOT IN {p2:Array(UUID)} LIMIT 1;

-- segments.are_members
SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID}
            AND is_member = 1 AND member_id IN {p3:Array(UUID)};

-- segments.changes_by_day
SELECT toUInt16(day) AS day_number, countIf(entered = 1) AS came, countIf(entered = 0) AS went FROM segment_changes FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID} AND day > {p3:Date}
        GROUP BY day ORDER BY day DESC;

-- segments.changes_lately
SELECT segment_id, countIf(entered = 1) AS came, countIf(entered = 0) AS went FROM segment_changes
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p2:Array(UUID)} AND at >= {p3:DateTime64(3, 'UTC')} GROUP BY segment_id;

-- segments.changes_page
SELECT version, toUnixTimestamp64Milli(at) AS at_ms, toUInt16(day) AS day_number, member_id, entered, reason
        FROM segment_changes FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID} AND entered = {p3:UInt64} AND member_id = {p4:UUID} ORDER BY version DESC, member_id DESC LIMIT {p5:UInt64};

-- segments.circles
SELECT circle, count() AS members FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND circle > 0 GROUP BY circle ORDER BY circle LIMIT 200;

-- segments.collect_moved
INSERT INTO asked_ids (workspace_id, community_id, asked, id)
          SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id FROM segment_changes
          WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p3:Array(UUID)} AND version = {p4:UInt64};

-- segments.compare_answered
SELECT countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID})) AS of_a, countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID}) AND answered) AS hits_a, countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID})) AS of_b, countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID}) AND answered) AS hits_b
        FROM (SELECT m.member_id AS member_id, arrayExists(one -> one.1 != m.member_id AND one.2 <= m.at + INTERVAL 1 DAY, answers) AS answered
              FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p5:Identifier}, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier}
    FROM (SELECT account_id, {p5:Identifier}, {p6:Identifier}, {p7:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p8:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p9:Date} AND kind = 'message') AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p10:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID}) AS m
              LEFT ANY JOIN (SELECT reply_to, groupArray((member_id, at)) AS answers FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p11:Identifier}, {p6:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p11:Identifier} AS {p11:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p5:Identifier} AS {p5:Identifier}
    FROM (SELECT account_id, {p11:Identifier}, {p6:Identifier}, {p7:Identifier}, {p5:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p12:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p9:Date} AND kind IN ('reply', 'answer') AND reply_to != {p4:UUID}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p10:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID}) GROUP BY reply_to) AS r
                ON r.reply_to = m.event_id);

-- segments.compare_means
SELECT side, count() AS members, countIf(on_both) AS both, avg(active_days28 > 0) AS {p0:Identifier}, varPop(active_days28 > 0) AS {p1:Identifier}, avg(active_days28) AS {p2:Identifier}, varPop(active_days28) AS {p3:Identifier}, avg(contributions28) AS {p4:Identifier}, varPop(contributions28) AS {p5:Identifier}, avg(weight28) AS {p6:Identifier}, varPop(weight28) AS {p7:Identifier}, avg(weight365) AS {p8:Identifier}, varPop(weight365) AS {p9:Identifier}, avg(active_days365) AS {p10:Identifier}, varPop(active_days365) AS {p11:Identifier}, avg(paying) AS {p12:Identifier}, varPop(paying) AS {p13:Identifier}, avg(purchases365) AS {p14:Identifier}, varPop(purchases365) AS {p15:Identifier}, avg(amount365) AS {p16:Identifier}, varPop(amount365) AS {p17:Identifier}, avg(tied) AS {p18:Identifier}, varPop(tied) AS {p19:Identifier}, avg(tied = 0) AS {p20:Identifier}, varPop(tied = 0) AS {p21:Identifier}, avg(received91) AS {p22:Identifier}, varPop(received91) AS {p23:Identifier}, avg(influence) AS {p24:Identifier}, varPop(influence) AS {p25:Identifier}, avg(today_number - toUInt16(joined_day)) AS {p26:Identifier}, varPop(today_number - toUInt16(joined_day)) AS {p27:Identifier}, avg(length(groups)) AS {p28:Identifier}, varPop(length(groups)) AS {p29:Identifier}, countIf(tier = {p30:String}) AS {p31:Identifier}, countIf(tier = {p32:String}) AS {p33:Identifier}, countIf(tier = {p34:String}) AS {p35:Identifier}, countIf(tier = {p36:String}) AS {p37:Identifier}, countIf(tier = {p38:String}) AS {p39:Identifier}, countIf(tier = {p40:String}) AS {p41:Identifier}
        FROM (SELECT *, toInt32({p42:Int64}) AS today_number, (member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p43:UUID} AND community_id = {p44:UUID}) AND segment_id = {p45:UUID})) AND (member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p43:UUID} AND community_id = {p44:UUID}) AND segment_id = {p46:UUID})) AS on_both, arrayJoin(arrayConcat(if(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p43:UUID} AND community_id = {p44:UUID}) AND segment_id = {p45:UUID}), [1], emptyArrayUInt8()), if(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p43:UUID} AND community_id = {p44:UUID}) AND segment_id = {p46:UUID}), [2], emptyArrayUInt8()))) AS side
              FROM member_states WHERE (workspace_id = {p43:UUID} AND community_id = {p44:UUID}) AND evaluation_id = {p47:UUID} AND is_member = 1) AS s
        LEFT ANY JOIN (SELECT member_id AS tied_member, ties AS tied FROM network_members WHERE (workspace_id = {p43:UUID} AND community_id = {p44:UUID}) AND evaluation_id = {p47:UUID}) AS n
          ON tied_member = member_id
        GROUP BY side;

-- segments.compare_retention
SELECT countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID})) AS of_a, countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID}) AND kept) AS kept_a, countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID})) AS of_b, countIf(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID}) AND kept) AS kept_b
        FROM (SELECT member_id, toMonday(min(day)) AS cohort, has(groupUniqArray(toMonday(day)), cohort + 28) AS kept
              FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p5:Identifier}
    FROM (SELECT persona_id, {p5:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p6:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p7:UUID} AND member_id = {p4:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p7:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID}) GROUP BY member_id HAVING cohort + 34 <= {p6:Date})
        WHERE member_id IN (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p8:UUID} AND is_member = 1);

-- segments.count_candidates
SELECT uniqExact(id) AS ids FROM asked_ids WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND asked = {p2:UUID};

-- segments.count_changes
SELECT segment_id, countIf(entered = 1) AS came, countIf(entered = 0) AS went FROM segment_changes FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p2:Array(UUID)} AND version = {p3:UInt64} GROUP BY segment_id;

-- segments.count_members
SELECT segment_id, count() AS members FROM segment_members FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p2:Array(UUID)} GROUP BY segment_id;

-- segments.count_selection
SELECT count() AS total FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 AND member_id IN {p3:Array(UUID)};

-- segments.count_set
SELECT count() AS members FROM segment_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID};

-- segments.drop_candidates
ALTER TABLE asked_ids DROP PARTITION {p0:UUID} /* (workspace_id = {p1:UUID} AND community_id = {p2:UUID}) */;

-- segments.entries_of_member
SELECT segment_id, toUnixTimestamp64Milli(max(at)) AS at_ms FROM segment_changes
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND member_id = {p2:UUID} AND entered = 1 GROUP BY segment_id;

-- segments.is_member
SELECT count() AS there FROM segment_members FINAL
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID} AND member_id = {p3:UUID};

-- segments.kinds
SELECT kind, count() AS events FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND removed = '' GROUP BY kind ORDER BY events DESC, kind LIMIT 60;

-- segments.last_change
SELECT toUnixTimestamp64Milli(max(at)) AS at_ms FROM segment_changes
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID} AND member_id = {p3:UUID} HAVING count() > 0;

-- segments.list_version
SELECT max(version) AS latest FROM segment_lists WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID};

-- segments.member_ids
SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID};

-- segments.names
SELECT member_id, external_id, name, tier, is_member FROM member_states
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id IN {p3:Array(UUID)};

-- segments.of_member
SELECT segment_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND member_id = {p2:UUID};

-- segments.open_set
INSERT INTO segment_members (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0 FROM member_states
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p4:UUID} AND is_member = 1
          AND member_id IN (SELECT member_id FROM segment_lists WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID});

-- segments.overlap
SELECT place, count() AS members FROM (SELECT member_id, bitShiftLeft(toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID})), {p3:UInt64}) + bitShiftLeft(toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p4:UUID})), {p5:UInt64}) + bitShiftLeft(toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p6:UUID})), {p7:UInt64}) AS place FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p8:UUID} AND is_member = 1) WHERE place > 0 GROUP BY place;

-- segments.places
SELECT groupUniqArrayArray(platforms) AS platforms, groupUniqArrayArray(groups) AS groups
        FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID};

-- segments.platforms
SELECT arraySort(groupUniqArrayArray(platforms)) AS platforms FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE ((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p3:UInt64}))) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (({p3:Identifier} BETWEEN {p4:UInt64} AND {p5:UInt64}))) ORDER BY contributions28 DESC, member_id LIMIT {p6:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND NOT (toInt64(ties) <= {p3:Int64}))))) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (hasAny(arrayMap(one -> toString(one), platforms), {p3:Array(String)}))) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND member_id = {p3:UUID}))))) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND ties > 0))) ORDER BY contributions28 DESC, member_id LIMIT {p3:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (member_id IN {p3:Array(UUID)})) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (paying IN {p3:Array(UInt64)})) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE (tier IN {p3:Array(String)})) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE ({p3:UInt64} = 1)) ORDER BY contributions28 DESC, member_id LIMIT {p4:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, (toUInt64(bitCount(groupBitOrIf(bitShiftLeft(toUInt64(1), (toUInt16(day) + {p3:UInt64}) % 64), ({p4:Identifier} > 0 AND day BETWEEN {p5:Date} AND {p6:Date}) AND day BETWEEN {p5:Date} AND {p7:Date})))) AS {p8:Identifier} FROM (SELECT if(mapped_persona = {p9:UUID}, persona_id, mapped_member) AS member_id, {p10:Identifier}, {p4:Identifier}
    FROM (SELECT persona_id, {p10:Identifier}, {p4:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p6:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p11:UUID} AND member_id = {p9:UUID})
      AND day >= {p5:Date} AND (({p4:Identifier} > 0 AND day BETWEEN {p5:Date} AND {p6:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p11:UUID} AND persona_id != {p9:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p9:UUID} OR mapped_member != {p9:UUID}) GROUP BY member_id) WHERE (toInt64({p8:Identifier}) >= {p12:Int64}))) ORDER BY contributions28 DESC, member_id LIMIT {p13:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p3:Array(String)})) AND day BETWEEN {p4:Date} AND {p5:Date}))),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p6:Array(String)}) AND has_value = 1 AND value >= {p7:Int64}) AND day BETWEEN {p4:Date} AND {p5:Date}))))) AS {p8:Identifier} FROM (SELECT if(mapped_persona = {p9:UUID}, persona_id, mapped_member) AS member_id, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}, {p13:Identifier}, {p14:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier} , e.{p13:Identifier} AS {p13:Identifier} , e.{p14:Identifier} AS {p14:Identifier} , e.{p15:Identifier} AS {p15:Identifier} , e.{p16:Identifier} AS {p16:Identifier}
    FROM (SELECT account_id, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}, {p13:Identifier}, {p14:Identifier}, {p15:Identifier}, {p16:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p5:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p4:Date} AND (((((kind IN {p17:Array(String)})) AND day BETWEEN {p4:Date} AND {p5:Date}) OR (((kind IN {p18:Array(String)}) AND has_value = 1 AND value >= {p19:Int64}) AND day BETWEEN {p4:Date} AND {p5:Date})))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p20:UUID} AND persona_id != {p9:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p9:UUID} OR mapped_member != {p9:UUID}) GROUP BY member_id) WHERE (arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p21:Int64}, {p8:Identifier}, arrayFill(one -> one.2 = 1, {p8:Identifier}))))) ORDER BY contributions28 DESC, member_id LIMIT {p22:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, count() AS {p3:Identifier} FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p5:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p5:Identifier} AS {p5:Identifier} , e.{p6:Identifier} AS {p6:Identifier} , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier}
    FROM (SELECT account_id, {p5:Identifier}, {p6:Identifier}, {p7:Identifier}, {p8:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p9:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p10:Date} AND ((day BETWEEN {p10:Date} AND {p9:Date} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day BETWEEN {p10:Date} AND {p9:Date} AND is_deleted = 0 AND text != '' AND arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, {p11:Array(String)}) > 0)))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p12:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID}) GROUP BY member_id) WHERE ({p3:Identifier} >= {p13:UInt64}))) ORDER BY contributions28 DESC, member_id LIMIT {p14:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, groupBitOrIf(bitShiftLeft(toUInt64(1), toUInt8(toInt32({p3:Int64}) - toInt32(day))), ({p4:Identifier} > 0 AND day BETWEEN {p5:Date} AND {p6:Date}) AND toInt32({p7:Int64}) - toInt32(day) BETWEEN 0 AND {p8:Int64}) AS {p9:Identifier} FROM (SELECT if(mapped_persona = {p10:UUID}, persona_id, mapped_member) AS member_id, {p11:Identifier}, {p4:Identifier}
    FROM (SELECT persona_id, {p11:Identifier}, {p4:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p6:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p12:UUID} AND member_id = {p10:UUID})
      AND day >= {p5:Date} AND (({p4:Identifier} > 0 AND day BETWEEN {p5:Date} AND {p6:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p12:UUID} AND persona_id != {p10:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p10:UUID} OR mapped_member != {p10:UUID}) GROUP BY member_id) WHERE (toInt64((bitCount({p9:Identifier}))) >= {p13:Int64}))) ORDER BY contributions28 DESC, member_id LIMIT {p14:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, maxIf(toUInt16(day), ({p3:Identifier} > 0 AND day <= {p4:Date})) AS {p5:Identifier} FROM (SELECT if(mapped_persona = {p6:UUID}, persona_id, mapped_member) AS member_id, {p7:Identifier}, {p3:Identifier}
    FROM (SELECT persona_id, {p7:Identifier}, {p3:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND member_id = {p6:UUID})
       AND (({p3:Identifier} > 0 AND day <= {p4:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND persona_id != {p6:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p6:UUID} OR mapped_member != {p6:UUID}) GROUP BY member_id) WHERE (({p5:Identifier} > 0 AND {p5:Identifier} <= {p9:UInt64})))) ORDER BY contributions28 DESC, member_id LIMIT {p10:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, round(sumIf(amount, (amount != 0 AND day <= {p3:Date})), 6) AS {p4:Identifier} FROM (SELECT if(mapped_persona = {p5:UUID}, persona_id, mapped_member) AS member_id, {p6:Identifier}, {p7:Identifier}
    FROM (SELECT persona_id, {p6:Identifier}, {p7:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p3:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND member_id = {p5:UUID})
       AND ((amount != 0 AND day <= {p3:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p8:UUID} AND persona_id != {p5:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p5:UUID} OR mapped_member != {p5:UUID}) GROUP BY member_id) WHERE ({p4:Identifier} >= {p9:Int64}))) ORDER BY contributions28 DESC, member_id LIMIT {p10:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, sumIf(if(kind = 'refund', -1, 1) * JSONExtractFloat(properties, {p3:String}, {p4:String}), (((kind IN {p5:Array(String)})) AND toString(JSONType(properties, {p3:String}, {p4:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p6:Date})) AS {p7:Identifier}, countIf((((kind IN {p8:Array(String)})) AND toString(JSONType(properties, {p3:String}, {p4:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p6:Date})) AS {p9:Identifier} FROM (SELECT if(mapped_persona = {p10:UUID}, persona_id, mapped_member) AS member_id, {p11:Identifier}, {p12:Identifier}, {p13:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier} , e.{p13:Identifier} AS {p13:Identifier} , e.{p14:Identifier} AS {p14:Identifier} , e.{p15:Identifier} AS {p15:Identifier} , e.{p16:Identifier} AS {p16:Identifier}
    FROM (SELECT account_id, {p11:Identifier}, {p12:Identifier}, {p13:Identifier}, {p14:Identifier}, {p15:Identifier}, {p16:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p6:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       AND ((((kind IN {p17:Array(String)})) AND toString(JSONType(properties, {p3:String}, {p4:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p6:Date}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p18:UUID} AND persona_id != {p10:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p10:UUID} OR mapped_member != {p10:UUID}) GROUP BY member_id) WHERE (({p9:Identifier} > 0 AND round({p7:Identifier} / {p9:Identifier}, 6) >= {p19:Int64})))) ORDER BY contributions28 DESC, member_id LIMIT {p20:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, uniqExactIf(toUInt16(day), ({p3:Identifier} > 0 AND day BETWEEN {p4:Date} AND {p5:Date})) AS {p6:Identifier} FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}, {p3:Identifier}
    FROM (SELECT persona_id, {p8:Identifier}, {p3:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p5:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p9:UUID} AND member_id = {p7:UUID})
      AND day >= {p4:Date} AND (({p3:Identifier} > 0 AND day BETWEEN {p4:Date} AND {p5:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p9:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID}) GROUP BY member_id) WHERE (toInt64({p6:Identifier}) >= {p10:Int64}))) ORDER BY contributions28 DESC, member_id LIMIT {p11:UInt64};

-- segments.preview
SELECT member_id, count() OVER () AS matched FROM (SELECT member_id, contributions28 FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID} AND is_member = 1 ) WHERE member_id NOT IN (SELECT member_id FROM (SELECT member_id, countIf((((kind IN {p3:Array(String)}) AND has_value = 1 AND value >= {p4:Int64}) AND day <= {p5:Date})) AS {p6:Identifier} FROM (SELECT if(mapped_persona = {p7:UUID}, persona_id, mapped_member) AS member_id, {p8:Identifier}, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier} , e.{p13:Identifier} AS {p13:Identifier} , e.{p14:Identifier} AS {p14:Identifier}
    FROM (SELECT account_id, {p8:Identifier}, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}, {p13:Identifier}, {p14:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p5:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       AND ((((kind IN {p15:Array(String)}) AND has_value = 1 AND value >= {p16:Int64}) AND day <= {p5:Date}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p17:UUID} AND persona_id != {p7:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p7:UUID} OR mapped_member != {p7:UUID}) GROUP BY member_id) WHERE NOT ((toInt64({p6:Identifier}) = {p18:Int64})))) ORDER BY contributions28 DESC, member_id LIMIT {p19:UInt64};

-- segments.property_paths
SELECT kind, path, anyHeavy(type) AS usual FROM
          (SELECT kind, one.1 AS path, toString(JSONType(one.2)) AS type FROM
            (SELECT kind, properties FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day > {p2:Date}
               AND properties NOT IN ('', '{}') LIMIT {p3:UInt64})
           ARRAY JOIN arrayConcat(JSONExtractKeysAndValuesRaw(properties),
             arrayFlatten(arrayMap(outer -> arrayMap(inner -> (concat(outer.1, '.', inner.1), inner.2),
               if(JSONType(outer.2) = 'Object', JSONExtractKeysAndValuesRaw(outer.2), [])), JSONExtractKeysAndValuesRaw(properties)))) AS one)
        WHERE type NOT IN ('Object', 'Null') AND match(path, '^[^.]{1,60}([.][^.]{1,60})?$')
        GROUP BY kind, path ORDER BY count() DESC, kind, path LIMIT 200;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT DISTINCT member_id FROM (SELECT member_id, toUInt16(((intDiv(hours, 24) + 3) % 7) * 24 + hours % 24) AS cell
    FROM (SELECT member_id, intDiv(intDiv(toUnixTimestamp64Milli(at), {p4:Int64}) + {p5:Int64}, 4) AS hours FROM (SELECT if(mapped_persona = {p6:UUID}, persona_id, mapped_member) AS member_id, {p7:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p7:Identifier} AS {p7:Identifier} , e.{p8:Identifier} AS {p8:Identifier} , e.{p9:Identifier} AS {p9:Identifier}
    FROM (SELECT account_id, {p7:Identifier}, {p8:Identifier}, {p9:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p10:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p11:Date} AND (weight > 0)) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p12:UUID} AND persona_id != {p6:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p6:UUID} OR mapped_member != {p6:UUID}))) WHERE intDiv(cell, 24) = {p13:UInt64} AND 1) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT arrayJoin({p4:Array(UUID)}) AS member_id) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT if(mapped_persona = {p4:UUID}, persona_id, mapped_member) AS member_id, {p5:Identifier}
    FROM (SELECT persona_id, {p5:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p6:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p7:UUID} AND member_id = {p4:UUID})
      AND day >= {p8:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p7:UUID} AND persona_id != {p4:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p4:UUID} OR mapped_member != {p4:UUID}) GROUP BY member_id
        HAVING uniqExact(day) = {p9:UInt64}) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, arraySum((label, place) -> bitShiftLeft(label + 1, 8 * (place - 1)), kept, arrayEnumerate(kept)) AS path
    FROM (SELECT member_id, arraySlice(arrayCompact(arrayMap(x -> toUInt64(x % 256), xs)), 1, {p4:UInt64}) AS kept FROM (SELECT member_id, if(ended = 0, xs, arraySlice(xs, 1, ended - 1)) AS xs FROM (SELECT *, arrayFirstIndex((d, place) -> place > 1 AND abs(d) > {p5:Int64}, arrayDifference(arrayMap(x -> toInt64(intDiv(x, 256)), xs)), arrayEnumerate(xs)) AS ended FROM (SELECT member_id, arraySlice(all_xs, start) AS xs FROM (SELECT *, arrayFirstIndex(x -> has({p6:Array(UInt64)}, x % 256), all_xs) AS start FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + toUInt64(indexOf({p7:Array(String)}, toString(kind))))) AS all_xs
    FROM (SELECT if(mapped_persona = {p8:UUID}, persona_id, mapped_member) AS member_id, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p9:Identifier} AS {p9:Identifier} , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier} , e.{p13:Identifier} AS {p13:Identifier}
    FROM (SELECT account_id, {p9:Identifier}, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}, {p13:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p14:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p15:Date} AND kind IN {p16:Array(String)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p17:UUID} AND persona_id != {p8:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p8:UUID} OR mapped_member != {p8:UUID}) GROUP BY member_id)) WHERE start > 0))))) WHERE bitAnd(bitShiftRight(path, {p18:UInt64}), 255) = {p19:UInt64}) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, arraySum((label, place) -> bitShiftLeft(label + 1, 8 * (place - 1)), kept, arrayEnumerate(kept)) AS path
    FROM (SELECT member_id, arraySlice(arrayCompact(arrayMap(x -> toUInt64(x % 256), xs)), 1, {p4:UInt64}) AS kept FROM (SELECT member_id, if(ended = 0, xs, arraySlice(xs, 1, ended - 1)) AS xs FROM (SELECT *, arrayFirstIndex((d, place) -> place > 1 AND abs(d) > {p5:Int64}, arrayDifference(arrayMap(x -> toInt64(intDiv(x, 256)), xs)), arrayEnumerate(xs)) AS ended FROM (SELECT member_id, arraySlice(all_xs, start) AS xs FROM (SELECT *, arrayFirstIndex(x -> has({p6:Array(UInt64)}, x % 256), all_xs) AS start FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + toUInt64(transform(kind, {p7:Array(String)}, {p8:Array(UInt64)}, 0)))) AS all_xs
    FROM (SELECT if(mapped_persona = {p9:UUID}, persona_id, mapped_member) AS member_id, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p10:Identifier} AS {p10:Identifier} , e.{p11:Identifier} AS {p11:Identifier} , e.{p12:Identifier} AS {p12:Identifier} , e.{p13:Identifier} AS {p13:Identifier} , e.{p14:Identifier} AS {p14:Identifier}
    FROM (SELECT account_id, {p10:Identifier}, {p11:Identifier}, {p12:Identifier}, {p13:Identifier}, {p14:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p15:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p16:Date} AND kind IN {p17:Array(String)}) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p18:UUID} AND persona_id != {p9:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p9:UUID} OR mapped_member != {p9:UUID}) GROUP BY member_id)) WHERE start > 0))))) WHERE bitAnd(bitShiftRight(path, {p19:UInt64}), 255) = {p20:UInt64}) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, bitShiftLeft(toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p4:UUID})), {p5:UInt64}) + bitShiftLeft(toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p6:UUID})), {p7:UInt64}) + bitShiftLeft(toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p8:UUID})), {p9:UInt64}) AS place FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p10:UUID} AND is_member = 1) WHERE place = {p11:UInt64}) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, if(anyIf(place, evaluation_id = {p4:UUID}) = '', {p5:String}, anyIf(place, evaluation_id = {p4:UUID})) AS was, if(anyIf(place, evaluation_id = {p6:UUID}) = '', {p5:String}, anyIf(place, evaluation_id = {p6:UUID})) AS now
    FROM (SELECT member_id, evaluation_id, multiIf(tier IN {p7:Array(String)}, {p8:String}, tier IN {p9:Array(String)}, {p10:String}, tier IN {p11:Array(String)}, {p12:String}, tier IN {p13:Array(String)}, {p14:String}, {p15:String}) AS place FROM member_states
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id IN {p16:Array(UUID)} AND is_member = 1
        )
    GROUP BY member_id) WHERE now = {p14:String} AND 1) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, if(has(kinds, 'message'), bitShiftLeft(toUInt64(1), {p4:UInt64}), 0) + if(has(kinds, 'reply'), bitShiftLeft(toUInt64(1), {p5:UInt64}), 0) + if(has(kinds, 'reaction'), bitShiftLeft(toUInt64(1), {p6:UInt64}), 0) + if(has(kinds, 'vote'), bitShiftLeft(toUInt64(1), {p7:UInt64}), 0) + if(has(kinds, 'check_in'), bitShiftLeft(toUInt64(1), {p8:UInt64}), 0) + if(has(kinds, 'answer'), bitShiftLeft(toUInt64(1), {p9:UInt64}), 0) + if(has(kinds, 'submission'), bitShiftLeft(toUInt64(1), {p10:UInt64}), 0) + if(has(kinds, 'post'), bitShiftLeft(toUInt64(1), {p11:UInt64}), 0) + if(has(kinds, 'attend'), bitShiftLeft(toUInt64(1), {p12:UInt64}), 0) + if(has(kinds, 'review'), bitShiftLeft(toUInt64(1), {p13:UInt64}), 0) + if(has(kinds, 'invite_accepted'), bitShiftLeft(toUInt64(1), {p14:UInt64}), 0) + if(has(kinds, 'purchase'), bitShiftLeft(toUInt64(1), {p15:UInt64}), 0) + if(wrote_first > 0, bitShiftLeft(toUInt64(1), {p16:UInt64}), 0) + if(replied_first > 0, bitShiftLeft(toUInt64(1), {p17:UInt64}), 0) + if(active_days >= 2, bitShiftLeft(toUInt64(1), {p18:UInt64}), 0) + if(active_days >= 4, bitShiftLeft(toUInt64(1), {p19:UInt64}), 0) + if(active_groups >= 2, bitShiftLeft(toUInt64(1), {p20:UInt64}), 0) + if(active_groups >= 3, bitShiftLeft(toUInt64(1), {p21:UInt64}), 0) + if(has(got, 'reply'), bitShiftLeft(toUInt64(1), {p22:UInt64}), 0) + if(has(got, 'reaction'), bitShiftLeft(toUInt64(1), {p23:UInt64}), 0) + if(has(got, 'mention'), bitShiftLeft(toUInt64(1), {p24:UInt64}), 0) + if(tied >= 1, bitShiftLeft(toUInt64(1), {p25:UInt64}), 0) + if(tied >= 3, bitShiftLeft(toUInt64(1), {p26:UInt64}), 0) + if(tied >= 5, bitShiftLeft(toUInt64(1), {p27:UInt64}), 0) AS did, member_id IN (SELECT DISTINCT member_id FROM (SELECT member_id, toInt32(toUInt16(day)) - joined AS age
      FROM (SELECT if(mapped_persona = {p28:UUID}, persona_id, mapped_member) AS member_id, {p29:Identifier}
    FROM (SELECT persona_id, {p29:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p30:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID} AND member_id = {p28:UUID})
      AND day >= {p32:Date} AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID} AND persona_id != {p28:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p28:UUID} OR mapped_member != {p28:UUID}) AS d INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p33:UUID}
        AND joined_day >= {p34:Date} AND joined_day <= {p35:Date} ) AS j USING (member_id))
    WHERE age >= {p36:UInt64} AND age < {p37:UInt64}) AS stayed
    FROM (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p33:UUID}
        AND joined_day >= {p34:Date} AND joined_day <= {p35:Date} ) AS j
    LEFT ANY JOIN (SELECT member_id, groupUniqArray(toString(kind)) AS kinds,
      countIf(age = 0 AND kind IN {p38:Array(String)}) AS wrote_first, countIf(age = 0 AND kind IN ('reply', 'answer')) AS replied_first,
      uniqExactIf(age, weight > 0) AS active_days, uniqExactIf(group_id, weight > 0) AS active_groups
    FROM (SELECT member_id, kind, group_id, weight, toInt32(toUInt16(day)) - joined AS age
      FROM (SELECT if(mapped_persona = {p28:UUID}, persona_id, mapped_member) AS member_id, {p29:Identifier}, {p39:Identifier}, {p40:Identifier}, {p41:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p29:Identifier} AS {p29:Identifier} , e.{p39:Identifier} AS {p39:Identifier} , e.{p40:Identifier} AS {p40:Identifier} , e.{p41:Identifier} AS {p41:Identifier} , e.{p42:Identifier} AS {p42:Identifier} , e.{p43:Identifier} AS {p43:Identifier} , e.{p44:Identifier} AS {p44:Identifier}
    FROM (SELECT account_id, {p29:Identifier}, {p39:Identifier}, {p40:Identifier}, {p41:Identifier}, {p42:Identifier}, {p43:Identifier}, {p44:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p45:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p34:Date} ) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID} AND persona_id != {p28:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p28:UUID} OR mapped_member != {p28:UUID}) AS e INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p33:UUID}
        AND joined_day >= {p34:Date} AND joined_day <= {p35:Date} ) AS j USING (member_id))
    WHERE age >= 0 AND age < {p46:UInt64} GROUP BY member_id) AS d USING (member_id)
    LEFT ANY JOIN (SELECT member_id, groupUniqArray(got_kind) AS got, uniqExact(other) AS tied
    FROM (SELECT arrayJoin([(receiver, giver, toString(kind)), (giver, receiver, '')]) AS side,
      side.1 AS member_id, side.2 AS other, side.3 AS got_kind, day FROM (SELECT giver, receiver, day, gain, kind FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p30:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p28:UUID} AND receiver != {p28:UUID}) WHERE day >= {p34:Date} AND day <= {p45:Date} AND NOT (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID})))
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (SELECT * FROM (
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p30:Date} AND 1) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID}) AS r ON g.receiver = r.persona_id) WHERE giver != receiver AND giver != {p28:UUID} AND receiver != {p28:UUID}) WHERE (receiver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID}) OR (kind = 'attend' AND giver IN (SELECT member_id FROM persona_maps WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID}))) GROUP BY giver, receiver, event_id) WHERE day >= {p34:Date} AND day <= {p45:Date}) WHERE giver != receiver) AS g INNER JOIN (SELECT member_id, toInt32(toUInt16(joined_day)) AS joined FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p33:UUID}
        AND joined_day >= {p34:Date} AND joined_day <= {p35:Date} ) AS j USING (member_id)
    WHERE toInt32(toUInt16(day)) >= joined AND toInt32(toUInt16(day)) < joined + {p47:UInt64} GROUP BY member_id) AS a USING (member_id)) WHERE 1 AND bitTest(did, {p48:UInt64}) AND stayed = 1) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, multiIf(arrayExists(v -> v > 0, {p4:Identifier}), {p5:UInt64}, arrayExists(v -> v > 0, {p6:Identifier}), {p7:UInt64}, 0) AS level, [intDiv(xs[arrayFirstIndex(v -> v > 0, {p4:Identifier})], {p8:UInt64}) - intDiv({p4:Identifier}[arrayFirstIndex(v -> v > 0, {p4:Identifier})], {p9:UInt64})] AS took,
      intDiv(arrayMax(c1), {p10:UInt64}) AS latest
    FROM (SELECT *, arrayMap((x, s) -> if(x % 16 = {p11:UInt64} AND s > 0 AND x <= s + toUInt64({p12:UInt64}), s, toUInt64(0)),
        xs, arrayFill(v -> v > 0, {p6:Identifier})) AS {p4:Identifier} FROM (SELECT *, arrayMap(x -> if(x % 16 = {p13:UInt64}, x, toUInt64(0)), xs) AS c1 FROM (SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 16 + least(if(((kind IN {p14:Array(String)}) AND day <= {p15:Date}), {p16:UInt64}, 15), if((kind IN {p17:Array(String)}), {p18:UInt64}, 15)))) AS xs
    FROM (SELECT if(mapped_persona = {p19:UUID}, persona_id, mapped_member) AS member_id, {p20:Identifier}, {p21:Identifier}, {p22:Identifier}, {p23:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p20:Identifier} AS {p20:Identifier} , e.{p21:Identifier} AS {p21:Identifier} , e.{p22:Identifier} AS {p22:Identifier} , e.{p23:Identifier} AS {p23:Identifier} , e.{p24:Identifier} AS {p24:Identifier} , e.{p25:Identifier} AS {p25:Identifier}
    FROM (SELECT account_id, {p20:Identifier}, {p21:Identifier}, {p22:Identifier}, {p23:Identifier}, {p24:Identifier}, {p25:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p15:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p26:Date} AND ((kind IN {p27:Array(String)}) OR (kind IN {p28:Array(String)}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p29:UUID} AND persona_id != {p19:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p19:UUID} OR mapped_member != {p19:UUID}) GROUP BY member_id)))) WHERE level = {p30:UInt64} AND 1) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, multiIf(arrayExists(v -> v > 0, {p4:Identifier}), {p5:UInt64}, arrayExists(v -> v > 0, {p6:Identifier}), {p7:UInt64}, 0) AS level, [intDiv(xs[arrayFirstIndex(v -> v > 0, {p4:Identifier})], {p8:UInt64}) - intDiv({p4:Identifier}[arrayFirstIndex(v -> v > 0, {p4:Identifier})], {p9:UInt64})] AS took,
      intDiv(arrayMax(c1), {p10:UInt64}) AS latest
    FROM (SELECT *, arrayMap((x, s) -> if(x % 16 = {p11:UInt64} AND s > 0 AND x <= s + toUInt64({p12:UInt64}), s, toUInt64(0)),
        xs, arrayFill(v -> v > 0, {p6:Identifier})) AS {p4:Identifier} FROM (SELECT *, arrayMap(x -> if(x % 16 = {p13:UInt64}, x, toUInt64(0)), xs) AS c1 FROM (SELECT member_id, arraySort(groupArrayArray([toUInt64(toUnixTimestamp64Milli(at)) * 16 + least(if(((kind IN {p14:Array(String)}) AND day <= {p15:Date}), {p16:UInt64}, 255), if((kind IN {p17:Array(String)}), {p18:UInt64}, 255))])) AS xs
    FROM (SELECT if(mapped_persona = {p19:UUID}, persona_id, mapped_member) AS member_id, {p20:Identifier}, {p21:Identifier}, {p22:Identifier}, {p23:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p20:Identifier} AS {p20:Identifier} , e.{p21:Identifier} AS {p21:Identifier} , e.{p22:Identifier} AS {p22:Identifier} , e.{p23:Identifier} AS {p23:Identifier} , e.{p24:Identifier} AS {p24:Identifier} , e.{p25:Identifier} AS {p25:Identifier}
    FROM (SELECT account_id, {p20:Identifier}, {p21:Identifier}, {p22:Identifier}, {p23:Identifier}, {p24:Identifier}, {p25:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p15:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p26:Date} AND ((kind IN {p27:Array(String)}) OR (kind IN {p28:Array(String)}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p29:UUID} AND persona_id != {p19:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p19:UUID} OR mapped_member != {p19:UUID}) GROUP BY member_id)))) WHERE level = {p30:UInt64} AND 1) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM (SELECT member_id, toUInt16(first - {p4:UInt64}) AS cohort, toInt32(latest) - toInt32(first) AS furthest,
        bitOr(bitShiftRight(words[intDiv(first, 64) - {p5:UInt64} + 1], first % 64),
    if(first % 64 = 0, toUInt64(0), bitShiftLeft(words[intDiv(first, 64) - {p6:UInt64} + 2], 64 - first % 64))) AS came
      FROM (
        SELECT member_id, minIf(at, starts = 1) AS first, countIf(starts = 1) AS begun, maxIf(at, returns = 1) AS latest,
          [groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p7:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), groupBitOr(if(returns = 1 AND intDiv(at, 64) = {p8:UInt64}, bitShiftLeft(toUInt64(1), at % 64), 0)), toUInt64(0)] AS words
        FROM (SELECT member_id, toUInt16(intDiv(toUInt16(day) + 3, 7)) AS at, 1 AS starts, 1 AS returns FROM (SELECT if(mapped_persona = {p9:UUID}, persona_id, mapped_member) AS member_id, {p10:Identifier}
    FROM (SELECT persona_id, {p10:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p11:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p12:UUID} AND member_id = {p9:UUID})
       AND contributions > 0) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p12:UUID} AND persona_id != {p9:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p9:UUID} OR mapped_member != {p9:UUID})) GROUP BY member_id
        HAVING begun > 0 AND first >= {p13:UInt64} AND first < {p14:UInt64}
      )) WHERE member_id IN (SELECT member_id FROM (SELECT member_id, if(is_member = 1, toString(tier), 'outside') AS part FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p15:UUID}
         ) WHERE part = {p16:String}) AND bitTest(came, {p17:UInt64}) AND toInt64(cohort) <= {p18:Int64}) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p4:UUID} AND is_member = 1 AND member_id IN {p5:Array(UUID)}) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p4:UUID}
        AND is_member = 1 AND value_cell = {p5:String} ) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.put_on_list
INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, {p2:UUID}, member_id, {p3:UInt64}, 0
        FROM (SELECT DISTINCT member_id FROM (SELECT member_id FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p4:UUID} AND is_member = 1 AND indexOf([toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p5:UUID})), toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p6:UUID}))], 1) = {p7:UInt64}) AS found) /* (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) */;

-- segments.rows_to_read
SELECT count() AS size FROM events WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day BETWEEN {p2:Date} AND {p3:Date};

-- segments.rows_to_read
SELECT count() AS size FROM member_days WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day BETWEEN {p2:Date} AND {p3:Date};

-- segments.scheme_counts
SELECT indexOf([toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p2:UUID})), toUInt8(member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p3:UUID}))], 1) AS place, count() AS members FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p4:UUID} AND is_member = 1 GROUP BY place;

-- segments.settle_changes
INSERT INTO segment_members (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT {p0:UUID}, {p1:UUID}, segment_id, member_id, version, 1 - entered FROM segment_changes
        WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p2:Array(UUID)} AND version = {p3:UInt64};

-- segments.spans_revision
SELECT max(revision) AS latest FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID});

-- segments.states_held
SELECT count() > 0 AS held FROM member_states WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p2:UUID};

-- segments.why
SELECT toBool(((member_id IN {p0:Array(UUID)}) OR (member_id IN {p1:Array(UUID)}) OR (tier IN {p2:Array(String)}) OR (paying IN {p3:Array(UInt64)}) OR ({p4:UInt64} = 1) OR (hasAny(arrayMap(one -> toString(one), platforms), {p5:Array(String)})) OR (toInt64((bitCount({p6:Identifier}))) >= {p7:Int64}) OR (toInt64({p8:Identifier}) = {p9:Int64}) OR (({p10:Identifier} > 0 AND {p10:Identifier} <= {p11:UInt64})) OR (arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p12:Int64}, {p13:Identifier}, arrayFill(one -> one.2 = 1, {p13:Identifier}))) OR (({p14:Identifier} > 0 AND round({p15:Identifier} / {p14:Identifier}, 6) >= {p16:Int64})) OR ({p17:Identifier} >= {p18:Int64}) OR ({p19:Identifier} >= {p20:UInt64}) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) OR (NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p25:Int64})))) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0)) OR (({p26:Identifier} BETWEEN {p27:UInt64} AND {p28:UInt64})) OR ((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p29:UInt64})))) AS {p30:Identifier}, toBool(member_id IN {p31:Array(UUID)}) AS {p32:Identifier}, toBool(member_id IN {p33:Array(UUID)}) AS {p34:Identifier}, toBool(member_id IN {p35:Array(UUID)}) AS {p36:Identifier}, toBool(member_id IN {p37:Array(UUID)}) AS {p38:Identifier}, toBool(tier IN {p39:Array(String)}) AS {p40:Identifier}, toString(tier) AS {p41:Identifier}, toBool(paying IN {p42:Array(UInt64)}) AS {p43:Identifier}, toBool(paying) AS {p44:Identifier}, toBool({p45:UInt64} = 1) AS {p46:Identifier}, {p47:String} AS {p48:Identifier}, toBool(hasAny(arrayMap(one -> toString(one), platforms), {p49:Array(String)})) AS {p50:Identifier}, arrayStringConcat(arrayMap(one -> toString(one), platforms), ', ') AS {p51:Identifier}, toBool(toInt64((bitCount({p6:Identifier}))) >= {p52:Int64}) AS {p53:Identifier}, (bitCount({p6:Identifier})) AS {p54:Identifier}, toBool(toInt64({p8:Identifier}) = {p55:Int64}) AS {p56:Identifier}, {p8:Identifier} AS {p57:Identifier}, toBool(({p10:Identifier} > 0 AND {p10:Identifier} <= {p58:UInt64})) AS {p59:Identifier}, if({p10:Identifier} = 0, '', toString(toDate({p10:Identifier}))) AS {p60:Identifier}, toBool(arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p61:Int64}, {p13:Identifier}, arrayFill(one -> one.2 = 1, {p13:Identifier}))) AS {p62:Identifier}, arrayCount(one -> one.2 = 1, {p13:Identifier}) AS {p63:Identifier}, arrayCount(one -> one.2 = 0, {p13:Identifier}) AS {p64:Identifier}, toBool(({p14:Identifier} > 0 AND round({p15:Identifier} / {p14:Identifier}, 6) >= {p65:Int64})) AS {p66:Identifier}, if({p14:Identifier} = 0, NULL, round({p15:Identifier} / {p14:Identifier}, 6)) AS {p67:Identifier}, {p14:Identifier} AS {p68:Identifier}, toBool({p17:Identifier} >= {p69:Int64}) AS {p70:Identifier}, {p17:Identifier} AS {p71:Identifier}, toBool({p19:Identifier} >= {p72:UInt64}) AS {p73:Identifier}, {p19:Identifier} AS {p74:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) AS {p75:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) AS {p76:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p77:Int64})))) AS {p78:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p79:Int64})))) AS {p80:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0)) AS {p81:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0))) AS {p82:Identifier}, toBool(({p26:Identifier} BETWEEN {p83:UInt64} AND {p84:UInt64})) AS {p85:Identifier}, recency AS {p86:Identifier}, frequency AS {p87:Identifier}, monetary AS {p88:Identifier}, toBool((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p89:UInt64})) AS {p90:Identifier}, toString(joined_day) AS {p91:Identifier} FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND is_member = 1 AND member_id IN {p92:Array(UUID)}) AS s LEFT ANY JOIN (SELECT member_id AS {p93:Identifier}, {p6:Identifier}, {p10:Identifier}, {p17:Identifier} FROM (SELECT member_id, groupBitOrIf(bitShiftLeft(toUInt64(1), toUInt8(toInt32({p94:Int64}) - toInt32(day))), ({p95:Identifier} > 0 AND day BETWEEN {p96:Date} AND {p97:Date}) AND toInt32({p98:Int64}) - toInt32(day) BETWEEN 0 AND {p99:Int64}) AS {p6:Identifier}, maxIf(toUInt16(day), ({p100:Identifier} > 0 AND day <= {p97:Date})) AS {p10:Identifier}, round(sumIf(amount, (amount != 0 AND day <= {p97:Date})), 6) AS {p17:Identifier} FROM (SELECT if(mapped_persona = {p101:UUID}, persona_id, mapped_member) AS member_id, {p102:Identifier}, {p95:Identifier}, {p100:Identifier}, {p103:Identifier}
    FROM (SELECT persona_id, {p102:Identifier}, {p95:Identifier}, {p100:Identifier}, {p103:Identifier} FROM member_days
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) GROUP BY day) AND day <= {p97:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND member_id = {p101:UUID})
       AND (({p95:Identifier} > 0 AND day BETWEEN {p96:Date} AND {p97:Date}) OR ({p100:Identifier} > 0 AND day <= {p97:Date}) OR (amount != 0 AND day <= {p97:Date})) AND (persona_id IN {p105:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND member_id IN {p106:Array(UUID)}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND persona_id != {p101:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p101:UUID} OR mapped_member != {p101:UUID}) GROUP BY member_id)) AS {p107:Identifier} ON {p93:Identifier} = member_id LEFT ANY JOIN (SELECT member_id AS {p108:Identifier}, {p8:Identifier}, {p13:Identifier}, {p15:Identifier}, {p14:Identifier} FROM (SELECT member_id, countIf((((kind IN {p109:Array(String)}) AND has_value = 1 AND value >= {p110:Int64}) AND day <= {p97:Date})) AS {p8:Identifier}, arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p111:Array(String)})) AND day BETWEEN {p112:Date} AND {p97:Date}))),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p113:Array(String)}) AND has_value = 1 AND value >= {p114:Int64}) AND day BETWEEN {p112:Date} AND {p97:Date}))))) AS {p13:Identifier}, sumIf(if(kind = 'refund', -1, 1) * JSONExtractFloat(properties, {p115:String}, {p116:String}), (((kind IN {p117:Array(String)})) AND toString(JSONType(properties, {p115:String}, {p116:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p97:Date})) AS {p15:Identifier}, countIf((((kind IN {p118:Array(String)})) AND toString(JSONType(properties, {p115:String}, {p116:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p97:Date})) AS {p14:Identifier} FROM (SELECT if(mapped_persona = {p101:UUID}, persona_id, mapped_member) AS member_id, {p102:Identifier}, {p119:Identifier}, {p120:Identifier}, {p121:Identifier}, {p122:Identifier}, {p123:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p102:Identifier} AS {p102:Identifier} , e.{p119:Identifier} AS {p119:Identifier} , e.{p120:Identifier} AS {p120:Identifier} , e.{p121:Identifier} AS {p121:Identifier} , e.{p122:Identifier} AS {p122:Identifier} , e.{p123:Identifier} AS {p123:Identifier} , e.{p124:Identifier} AS {p124:Identifier} , e.{p125:Identifier} AS {p125:Identifier}
    FROM (SELECT account_id, {p102:Identifier}, {p119:Identifier}, {p120:Identifier}, {p121:Identifier}, {p122:Identifier}, {p123:Identifier}, {p124:Identifier}, {p125:Identifier} FROM events FINAL
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day <= {p97:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       AND ((((kind IN {p126:Array(String)}) AND has_value = 1 AND value >= {p127:Int64}) AND day <= {p97:Date}) OR ((((kind IN {p128:Array(String)})) AND day BETWEEN {p112:Date} AND {p97:Date}) OR (((kind IN {p129:Array(String)}) AND has_value = 1 AND value >= {p130:Int64}) AND day BETWEEN {p112:Date} AND {p97:Date})) OR (((kind IN {p131:Array(String)})) AND toString(JSONType(properties, {p115:String}, {p116:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p97:Date})) AND (account_id IN {p132:Array(UUID)} OR account_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND member_id IN {p133:Array(UUID)}) OR account_id IN (SELECT account_id FROM persona_spans
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND (persona_id IN {p134:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND member_id IN {p135:Array(UUID)}))))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND persona_id != {p101:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p101:UUID} OR mapped_member != {p101:UUID}) GROUP BY member_id)) AS {p136:Identifier} ON {p108:Identifier} = member_id LEFT ANY JOIN (SELECT member_id AS {p137:Identifier}, {p19:Identifier} FROM (SELECT member_id, count() AS {p19:Identifier} FROM (SELECT if(mapped_persona = {p101:UUID}, persona_id, mapped_member) AS member_id, {p102:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p102:Identifier} AS {p102:Identifier} , e.{p122:Identifier} AS {p122:Identifier} , e.{p124:Identifier} AS {p124:Identifier} , e.{p125:Identifier} AS {p125:Identifier}
    FROM (SELECT account_id, {p102:Identifier}, {p122:Identifier}, {p124:Identifier}, {p125:Identifier} FROM events FINAL
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day <= {p97:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
      AND day >= {p96:Date} AND ((day BETWEEN {p96:Date} AND {p97:Date} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day BETWEEN {p96:Date} AND {p97:Date} AND is_deleted = 0 AND text != '' AND arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, {p138:Array(String)}) > 0))) AND (account_id IN {p139:Array(UUID)} OR account_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND member_id IN {p140:Array(UUID)}) OR account_id IN (SELECT account_id FROM persona_spans
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND (persona_id IN {p141:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND member_id IN {p142:Array(UUID)}))))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p104:UUID} AND persona_id != {p101:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p101:UUID} OR mapped_member != {p101:UUID}) GROUP BY member_id)) AS {p143:Identifier} ON {p137:Identifier} = member_id;

-- segments.why
SELECT toBool(((member_id IN {p0:Array(UUID)}) OR (member_id IN {p1:Array(UUID)}) OR (tier IN {p2:Array(String)}) OR (paying IN {p3:Array(UInt64)}) OR ({p4:UInt64} = 1) OR (hasAny(arrayMap(one -> toString(one), platforms), {p5:Array(String)})) OR (toInt64({p6:Identifier}) >= {p7:Int64}) OR (toInt64({p8:Identifier}) = {p9:Int64}) OR (({p10:Identifier} > 0 AND {p10:Identifier} <= {p11:UInt64})) OR (arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p12:Int64}, {p13:Identifier}, arrayFill(one -> one.2 = 1, {p13:Identifier}))) OR (({p14:Identifier} > 0 AND round({p15:Identifier} / {p14:Identifier}, 6) >= {p16:Int64})) OR ({p17:Identifier} >= {p18:Int64}) OR ({p19:Identifier} >= {p20:UInt64}) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) OR (NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p25:Int64})))) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0)) OR (({p26:Identifier} BETWEEN {p27:UInt64} AND {p28:UInt64})) OR ((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p29:UInt64})))) AS {p30:Identifier}, toBool(member_id IN {p31:Array(UUID)}) AS {p32:Identifier}, toBool(member_id IN {p33:Array(UUID)}) AS {p34:Identifier}, toBool(member_id IN {p35:Array(UUID)}) AS {p36:Identifier}, toBool(member_id IN {p37:Array(UUID)}) AS {p38:Identifier}, toBool(tier IN {p39:Array(String)}) AS {p40:Identifier}, toString(tier) AS {p41:Identifier}, toBool(paying IN {p42:Array(UInt64)}) AS {p43:Identifier}, toBool(paying) AS {p44:Identifier}, toBool({p45:UInt64} = 1) AS {p46:Identifier}, {p47:String} AS {p48:Identifier}, toBool(hasAny(arrayMap(one -> toString(one), platforms), {p49:Array(String)})) AS {p50:Identifier}, arrayStringConcat(arrayMap(one -> toString(one), platforms), ', ') AS {p51:Identifier}, toBool(toInt64({p6:Identifier}) >= {p52:Int64}) AS {p53:Identifier}, {p6:Identifier} AS {p54:Identifier}, toBool(toInt64({p8:Identifier}) = {p55:Int64}) AS {p56:Identifier}, {p8:Identifier} AS {p57:Identifier}, toBool(({p10:Identifier} > 0 AND {p10:Identifier} <= {p58:UInt64})) AS {p59:Identifier}, if({p10:Identifier} = 0, '', toString(toDate({p10:Identifier}))) AS {p60:Identifier}, toBool(arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p61:Int64}, {p13:Identifier}, arrayFill(one -> one.2 = 1, {p13:Identifier}))) AS {p62:Identifier}, arrayCount(one -> one.2 = 1, {p13:Identifier}) AS {p63:Identifier}, arrayCount(one -> one.2 = 0, {p13:Identifier}) AS {p64:Identifier}, toBool(({p14:Identifier} > 0 AND round({p15:Identifier} / {p14:Identifier}, 6) >= {p65:Int64})) AS {p66:Identifier}, if({p14:Identifier} = 0, NULL, round({p15:Identifier} / {p14:Identifier}, 6)) AS {p67:Identifier}, {p14:Identifier} AS {p68:Identifier}, toBool({p17:Identifier} >= {p69:Int64}) AS {p70:Identifier}, {p17:Identifier} AS {p71:Identifier}, toBool({p19:Identifier} >= {p72:UInt64}) AS {p73:Identifier}, {p19:Identifier} AS {p74:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) AS {p75:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) AS {p76:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p77:Int64})))) AS {p78:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p79:Int64})))) AS {p80:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0)) AS {p81:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0))) AS {p82:Identifier}, toBool(({p26:Identifier} BETWEEN {p83:UInt64} AND {p84:UInt64})) AS {p85:Identifier}, recency AS {p86:Identifier}, frequency AS {p87:Identifier}, monetary AS {p88:Identifier}, toBool((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p89:UInt64})) AS {p90:Identifier}, toString(joined_day) AS {p91:Identifier} FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND is_member = 1 AND member_id IN {p92:Array(UUID)}) AS s LEFT ANY JOIN (SELECT member_id AS {p93:Identifier}, {p6:Identifier}, {p10:Identifier}, {p17:Identifier} FROM (SELECT member_id, (toUInt64(bitCount(groupBitOrIf(bitShiftLeft(toUInt64(1), (toUInt16(day) + {p94:UInt64}) % 64), ({p95:Identifier} > 0 AND day BETWEEN {p96:Date} AND {p97:Date}) AND day BETWEEN {p96:Date} AND {p98:Date})))) AS {p6:Identifier}, maxIf(toUInt16(day), ({p99:Identifier} > 0 AND day <= {p97:Date})) AS {p10:Identifier}, round(sumIf(amount, (amount != 0 AND day <= {p97:Date})), 6) AS {p17:Identifier} FROM (SELECT if(mapped_persona = {p100:UUID}, persona_id, mapped_member) AS member_id, {p101:Identifier}, {p95:Identifier}, {p99:Identifier}, {p102:Identifier}
    FROM (SELECT persona_id, {p101:Identifier}, {p95:Identifier}, {p99:Identifier}, {p102:Identifier} FROM member_days
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) GROUP BY day) AND day <= {p97:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND member_id = {p100:UUID})
       AND (({p95:Identifier} > 0 AND day BETWEEN {p96:Date} AND {p97:Date}) OR ({p99:Identifier} > 0 AND day <= {p97:Date}) OR (amount != 0 AND day <= {p97:Date})) AND (persona_id IN {p104:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND member_id IN {p105:Array(UUID)}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND persona_id != {p100:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p100:UUID} OR mapped_member != {p100:UUID}) GROUP BY member_id)) AS {p106:Identifier} ON {p93:Identifier} = member_id LEFT ANY JOIN (SELECT member_id AS {p107:Identifier}, {p8:Identifier}, {p13:Identifier}, {p15:Identifier}, {p14:Identifier} FROM (SELECT member_id, countIf((((kind IN {p108:Array(String)}) AND has_value = 1 AND value >= {p109:Int64}) AND day <= {p97:Date})) AS {p8:Identifier}, arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p110:Array(String)})) AND day BETWEEN {p111:Date} AND {p97:Date}))),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p112:Array(String)}) AND has_value = 1 AND value >= {p113:Int64}) AND day BETWEEN {p111:Date} AND {p97:Date}))))) AS {p13:Identifier}, sumIf(if(kind = 'refund', -1, 1) * JSONExtractFloat(properties, {p114:String}, {p115:String}), (((kind IN {p116:Array(String)})) AND toString(JSONType(properties, {p114:String}, {p115:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p97:Date})) AS {p15:Identifier}, countIf((((kind IN {p117:Array(String)})) AND toString(JSONType(properties, {p114:String}, {p115:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p97:Date})) AS {p14:Identifier} FROM (SELECT if(mapped_persona = {p100:UUID}, persona_id, mapped_member) AS member_id, {p101:Identifier}, {p118:Identifier}, {p119:Identifier}, {p120:Identifier}, {p121:Identifier}, {p122:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p101:Identifier} AS {p101:Identifier} , e.{p118:Identifier} AS {p118:Identifier} , e.{p119:Identifier} AS {p119:Identifier} , e.{p120:Identifier} AS {p120:Identifier} , e.{p121:Identifier} AS {p121:Identifier} , e.{p122:Identifier} AS {p122:Identifier} , e.{p123:Identifier} AS {p123:Identifier} , e.{p124:Identifier} AS {p124:Identifier}
    FROM (SELECT account_id, {p101:Identifier}, {p118:Identifier}, {p119:Identifier}, {p120:Identifier}, {p121:Identifier}, {p122:Identifier}, {p123:Identifier}, {p124:Identifier} FROM events FINAL
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day <= {p97:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       AND ((((kind IN {p125:Array(String)}) AND has_value = 1 AND value >= {p126:Int64}) AND day <= {p97:Date}) OR ((((kind IN {p127:Array(String)})) AND day BETWEEN {p111:Date} AND {p97:Date}) OR (((kind IN {p128:Array(String)}) AND has_value = 1 AND value >= {p129:Int64}) AND day BETWEEN {p111:Date} AND {p97:Date})) OR (((kind IN {p130:Array(String)})) AND toString(JSONType(properties, {p114:String}, {p115:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p97:Date})) AND (account_id IN {p131:Array(UUID)} OR account_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND member_id IN {p132:Array(UUID)}) OR account_id IN (SELECT account_id FROM persona_spans
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND (persona_id IN {p133:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND member_id IN {p134:Array(UUID)}))))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND persona_id != {p100:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p100:UUID} OR mapped_member != {p100:UUID}) GROUP BY member_id)) AS {p135:Identifier} ON {p107:Identifier} = member_id LEFT ANY JOIN (SELECT member_id AS {p136:Identifier}, {p19:Identifier} FROM (SELECT member_id, count() AS {p19:Identifier} FROM (SELECT if(mapped_persona = {p100:UUID}, persona_id, mapped_member) AS member_id, {p101:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p101:Identifier} AS {p101:Identifier} , e.{p121:Identifier} AS {p121:Identifier} , e.{p123:Identifier} AS {p123:Identifier} , e.{p124:Identifier} AS {p124:Identifier}
    FROM (SELECT account_id, {p101:Identifier}, {p121:Identifier}, {p123:Identifier}, {p124:Identifier} FROM events FINAL
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day <= {p97:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
      AND day >= {p96:Date} AND ((day BETWEEN {p96:Date} AND {p97:Date} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day BETWEEN {p96:Date} AND {p97:Date} AND is_deleted = 0 AND text != '' AND arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, {p137:Array(String)}) > 0))) AND (account_id IN {p138:Array(UUID)} OR account_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND member_id IN {p139:Array(UUID)}) OR account_id IN (SELECT account_id FROM persona_spans
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND (persona_id IN {p140:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND member_id IN {p141:Array(UUID)}))))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p103:UUID} AND persona_id != {p100:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p100:UUID} OR mapped_member != {p100:UUID}) GROUP BY member_id)) AS {p142:Identifier} ON {p136:Identifier} = member_id;

-- segments.why
SELECT toBool(((member_id IN {p0:Array(UUID)}) OR (member_id IN {p1:Array(UUID)}) OR (tier IN {p2:Array(String)}) OR (paying IN {p3:Array(UInt64)}) OR ({p4:UInt64} = 1) OR (hasAny(arrayMap(one -> toString(one), platforms), {p5:Array(String)})) OR (toInt64({p6:Identifier}) >= {p7:Int64}) OR (toInt64({p8:Identifier}) = {p9:Int64}) OR (({p10:Identifier} > 0 AND {p10:Identifier} <= {p11:UInt64})) OR (arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p12:Int64}, {p13:Identifier}, arrayFill(one -> one.2 = 1, {p13:Identifier}))) OR (({p14:Identifier} > 0 AND round({p15:Identifier} / {p14:Identifier}, 6) >= {p16:Int64})) OR ({p17:Identifier} >= {p18:Int64}) OR ({p19:Identifier} >= {p20:UInt64}) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) OR (NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p25:Int64})))) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0)) OR (({p26:Identifier} BETWEEN {p27:UInt64} AND {p28:UInt64})) OR ((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p29:UInt64})))) AS {p30:Identifier}, toBool(member_id IN {p31:Array(UUID)}) AS {p32:Identifier}, toBool(member_id IN {p33:Array(UUID)}) AS {p34:Identifier}, toBool(member_id IN {p35:Array(UUID)}) AS {p36:Identifier}, toBool(member_id IN {p37:Array(UUID)}) AS {p38:Identifier}, toBool(tier IN {p39:Array(String)}) AS {p40:Identifier}, toString(tier) AS {p41:Identifier}, toBool(paying IN {p42:Array(UInt64)}) AS {p43:Identifier}, toBool(paying) AS {p44:Identifier}, toBool({p45:UInt64} = 1) AS {p46:Identifier}, {p47:String} AS {p48:Identifier}, toBool(hasAny(arrayMap(one -> toString(one), platforms), {p49:Array(String)})) AS {p50:Identifier}, arrayStringConcat(arrayMap(one -> toString(one), platforms), ', ') AS {p51:Identifier}, toBool(toInt64({p6:Identifier}) >= {p52:Int64}) AS {p53:Identifier}, {p6:Identifier} AS {p54:Identifier}, toBool(toInt64({p8:Identifier}) = {p55:Int64}) AS {p56:Identifier}, {p8:Identifier} AS {p57:Identifier}, toBool(({p10:Identifier} > 0 AND {p10:Identifier} <= {p58:UInt64})) AS {p59:Identifier}, if({p10:Identifier} = 0, '', toString(toDate({p10:Identifier}))) AS {p60:Identifier}, toBool(arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p61:Int64}, {p13:Identifier}, arrayFill(one -> one.2 = 1, {p13:Identifier}))) AS {p62:Identifier}, arrayCount(one -> one.2 = 1, {p13:Identifier}) AS {p63:Identifier}, arrayCount(one -> one.2 = 0, {p13:Identifier}) AS {p64:Identifier}, toBool(({p14:Identifier} > 0 AND round({p15:Identifier} / {p14:Identifier}, 6) >= {p65:Int64})) AS {p66:Identifier}, if({p14:Identifier} = 0, NULL, round({p15:Identifier} / {p14:Identifier}, 6)) AS {p67:Identifier}, {p14:Identifier} AS {p68:Identifier}, toBool({p17:Identifier} >= {p69:Int64}) AS {p70:Identifier}, {p17:Identifier} AS {p71:Identifier}, toBool({p19:Identifier} >= {p72:UInt64}) AS {p73:Identifier}, {p19:Identifier} AS {p74:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) AS {p75:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND member_id = {p24:UUID})))) AS {p76:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p77:Int64})))) AS {p78:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND NOT (toInt64(ties) <= {p79:Int64})))) AS {p80:Identifier}, toBool(member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0)) AS {p81:Identifier}, toBool(NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND ties > 0))) AS {p82:Identifier}, toBool(({p26:Identifier} BETWEEN {p83:UInt64} AND {p84:UInt64})) AS {p85:Identifier}, recency AS {p86:Identifier}, frequency AS {p87:Identifier}, monetary AS {p88:Identifier}, toBool((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p89:UInt64})) AS {p90:Identifier}, toString(joined_day) AS {p91:Identifier} FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND evaluation_id = {p23:UUID} AND is_member = 1 AND member_id IN {p92:Array(UUID)}) AS s LEFT ANY JOIN (SELECT member_id AS {p93:Identifier}, {p6:Identifier}, {p10:Identifier}, {p17:Identifier} FROM (SELECT member_id, uniqExactIf(toUInt16(day), ({p94:Identifier} > 0 AND day BETWEEN {p95:Date} AND {p96:Date})) AS {p6:Identifier}, maxIf(toUInt16(day), ({p97:Identifier} > 0 AND day <= {p96:Date})) AS {p10:Identifier}, round(sumIf(amount, (amount != 0 AND day <= {p96:Date})), 6) AS {p17:Identifier} FROM (SELECT if(mapped_persona = {p98:UUID}, persona_id, mapped_member) AS member_id, {p99:Identifier}, {p94:Identifier}, {p97:Identifier}, {p100:Identifier}
    FROM (SELECT persona_id, {p99:Identifier}, {p94:Identifier}, {p97:Identifier}, {p100:Identifier} FROM member_days
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) GROUP BY day) AND day <= {p96:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND member_id = {p98:UUID})
       AND (({p94:Identifier} > 0 AND day BETWEEN {p95:Date} AND {p96:Date}) OR ({p97:Identifier} > 0 AND day <= {p96:Date}) OR (amount != 0 AND day <= {p96:Date})) AND (persona_id IN {p102:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND member_id IN {p103:Array(UUID)}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND persona_id != {p98:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p98:UUID} OR mapped_member != {p98:UUID}) GROUP BY member_id)) AS {p104:Identifier} ON {p93:Identifier} = member_id LEFT ANY JOIN (SELECT member_id AS {p105:Identifier}, {p8:Identifier}, {p13:Identifier}, {p15:Identifier}, {p14:Identifier} FROM (SELECT member_id, countIf((((kind IN {p106:Array(String)}) AND has_value = 1 AND value >= {p107:Int64}) AND day <= {p96:Date})) AS {p8:Identifier}, arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p108:Array(String)})) AND day BETWEEN {p109:Date} AND {p96:Date}))),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p110:Array(String)}) AND has_value = 1 AND value >= {p111:Int64}) AND day BETWEEN {p109:Date} AND {p96:Date}))))) AS {p13:Identifier}, sumIf(if(kind = 'refund', -1, 1) * JSONExtractFloat(properties, {p112:String}, {p113:String}), (((kind IN {p114:Array(String)})) AND toString(JSONType(properties, {p112:String}, {p113:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p96:Date})) AS {p15:Identifier}, countIf((((kind IN {p115:Array(String)})) AND toString(JSONType(properties, {p112:String}, {p113:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p96:Date})) AS {p14:Identifier} FROM (SELECT if(mapped_persona = {p98:UUID}, persona_id, mapped_member) AS member_id, {p99:Identifier}, {p116:Identifier}, {p117:Identifier}, {p118:Identifier}, {p119:Identifier}, {p120:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p99:Identifier} AS {p99:Identifier} , e.{p116:Identifier} AS {p116:Identifier} , e.{p117:Identifier} AS {p117:Identifier} , e.{p118:Identifier} AS {p118:Identifier} , e.{p119:Identifier} AS {p119:Identifier} , e.{p120:Identifier} AS {p120:Identifier} , e.{p121:Identifier} AS {p121:Identifier} , e.{p122:Identifier} AS {p122:Identifier}
    FROM (SELECT account_id, {p99:Identifier}, {p116:Identifier}, {p117:Identifier}, {p118:Identifier}, {p119:Identifier}, {p120:Identifier}, {p121:Identifier}, {p122:Identifier} FROM events FINAL
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day <= {p96:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       AND ((((kind IN {p123:Array(String)}) AND has_value = 1 AND value >= {p124:Int64}) AND day <= {p96:Date}) OR ((((kind IN {p125:Array(String)})) AND day BETWEEN {p109:Date} AND {p96:Date}) OR (((kind IN {p126:Array(String)}) AND has_value = 1 AND value >= {p127:Int64}) AND day BETWEEN {p109:Date} AND {p96:Date})) OR (((kind IN {p128:Array(String)})) AND toString(JSONType(properties, {p112:String}, {p113:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p96:Date})) AND (account_id IN {p129:Array(UUID)} OR account_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND member_id IN {p130:Array(UUID)}) OR account_id IN (SELECT account_id FROM persona_spans
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND (persona_id IN {p131:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND member_id IN {p132:Array(UUID)}))))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND persona_id != {p98:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p98:UUID} OR mapped_member != {p98:UUID}) GROUP BY member_id)) AS {p133:Identifier} ON {p105:Identifier} = member_id LEFT ANY JOIN (SELECT member_id AS {p134:Identifier}, {p19:Identifier} FROM (SELECT member_id, count() AS {p19:Identifier} FROM (SELECT if(mapped_persona = {p98:UUID}, persona_id, mapped_member) AS member_id, {p99:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p99:Identifier} AS {p99:Identifier} , e.{p119:Identifier} AS {p119:Identifier} , e.{p121:Identifier} AS {p121:Identifier} , e.{p122:Identifier} AS {p122:Identifier}
    FROM (SELECT account_id, {p99:Identifier}, {p119:Identifier}, {p121:Identifier}, {p122:Identifier} FROM events FINAL
    WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day <= {p96:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
      AND day >= {p95:Date} AND ((day BETWEEN {p95:Date} AND {p96:Date} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND day BETWEEN {p95:Date} AND {p96:Date} AND is_deleted = 0 AND text != '' AND arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, {p135:Array(String)}) > 0))) AND (account_id IN {p136:Array(UUID)} OR account_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND member_id IN {p137:Array(UUID)}) OR account_id IN (SELECT account_id FROM persona_spans
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND (persona_id IN {p138:Array(UUID)} OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND member_id IN {p139:Array(UUID)}))))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p21:UUID} AND community_id = {p22:UUID}) AND map_id = {p101:UUID} AND persona_id != {p98:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p98:UUID} OR mapped_member != {p98:UUID}) GROUP BY member_id)) AS {p140:Identifier} ON {p134:Identifier} = member_id;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT arrayJoin(arrayFilter((id, holds) -> holds = 1, {p7:Array(UUID)}, [toUInt8((member_id IN (SELECT member_id FROM segment_lists FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p8:UUID}) OR member_id IN (SELECT member_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p9:UUID} AND persona_id IN (SELECT member_id FROM segment_lists FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p8:UUID}))))])) AS segment, member_id AS member,
      1 AS now, 0 AS was FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) AS s
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p10:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE (((member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p8:UUID}) AND NOT (member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p9:UUID}))) OR (NOT (member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p9:UUID})) AND NOT (member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p8:UUID}))))))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p10:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE (((member_id IN {p8:Array(UUID)}) OR (member_id IN {p9:Array(UUID)}) OR (tier IN {p10:Array(String)}) OR (paying IN {p11:Array(UInt64)}) OR ({p12:UInt64} = 1) OR (hasAny(arrayMap(one -> toString(one), platforms), {p13:Array(String)})) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND member_id = {p14:UUID})))) OR (NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND NOT (toInt64(ties) <= {p15:Int64})))) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND ties > 0)) OR (({p16:Identifier} BETWEEN {p17:UInt64} AND {p18:UInt64})) OR ((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p19:UInt64}))) OR member_id IN (SELECT member_id FROM (SELECT member_id, (toUInt64(bitCount(groupBitOrIf(bitShiftLeft(toUInt64(1), (toUInt16(day) + {p20:UInt64}) % 64), ({p21:Identifier} > 0 AND day BETWEEN {p22:Date} AND {p4:Date}) AND day BETWEEN {p22:Date} AND {p23:Date})))) AS {p24:Identifier}, maxIf(toUInt16(day), ({p25:Identifier} > 0 AND day <= {p4:Date})) AS {p26:Identifier}, round(sumIf(amount, (amount != 0 AND day <= {p4:Date})), 6) AS {p27:Identifier} FROM (SELECT if(mapped_persona = {p28:UUID}, persona_id, mapped_member) AS member_id, {p29:Identifier}, {p21:Identifier}, {p25:Identifier}, {p30:Identifier}
    FROM (SELECT persona_id, {p29:Identifier}, {p21:Identifier}, {p25:Identifier}, {p30:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID} AND member_id = {p28:UUID})
       AND (({p21:Identifier} > 0 AND day BETWEEN {p22:Date} AND {p4:Date}) OR ({p25:Identifier} > 0 AND day <= {p4:Date}) OR (amount != 0 AND day <= {p4:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID} AND persona_id != {p28:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p28:UUID} OR mapped_member != {p28:UUID}) GROUP BY member_id) WHERE ((toInt64({p24:Identifier}) >= {p32:Int64}) OR (({p26:Identifier} > 0 AND {p26:Identifier} <= {p33:UInt64})) OR ({p27:Identifier} >= {p34:Int64}))) OR member_id NOT IN (SELECT member_id FROM (SELECT member_id, countIf((((kind IN {p35:Array(String)}) AND has_value = 1 AND value >= {p36:Int64}) AND day <= {p4:Date})) AS {p37:Identifier}, arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p38:Array(String)})) AND day BETWEEN {p39:Date} AND {p4:Date}))),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p40:Array(String)}) AND has_value = 1 AND value >= {p41:Int64}) AND day BETWEEN {p39:Date} AND {p4:Date}))))) AS {p42:Identifier}, sumIf(if(kind = 'refund', -1, 1) * JSONExtractFloat(properties, {p43:String}, {p44:String}), (((kind IN {p45:Array(String)})) AND toString(JSONType(properties, {p43:String}, {p44:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date})) AS {p46:Identifier}, countIf((((kind IN {p47:Array(String)})) AND toString(JSONType(properties, {p43:String}, {p44:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date})) AS {p48:Identifier} FROM (SELECT if(mapped_persona = {p28:UUID}, persona_id, mapped_member) AS member_id, {p29:Identifier}, {p49:Identifier}, {p50:Identifier}, {p51:Identifier}, {p52:Identifier}, {p53:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p29:Identifier} AS {p29:Identifier} , e.{p49:Identifier} AS {p49:Identifier} , e.{p50:Identifier} AS {p50:Identifier} , e.{p51:Identifier} AS {p51:Identifier} , e.{p52:Identifier} AS {p52:Identifier} , e.{p53:Identifier} AS {p53:Identifier} , e.{p54:Identifier} AS {p54:Identifier} , e.{p55:Identifier} AS {p55:Identifier}
    FROM (SELECT account_id, {p29:Identifier}, {p49:Identifier}, {p50:Identifier}, {p51:Identifier}, {p52:Identifier}, {p53:Identifier}, {p54:Identifier}, {p55:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       AND ((((kind IN {p56:Array(String)}) AND has_value = 1 AND value >= {p57:Int64}) AND day <= {p4:Date}) OR ((((kind IN {p58:Array(String)})) AND day BETWEEN {p39:Date} AND {p4:Date}) OR (((kind IN {p59:Array(String)}) AND has_value = 1 AND value >= {p60:Int64}) AND day BETWEEN {p39:Date} AND {p4:Date})) OR (((kind IN {p61:Array(String)})) AND toString(JSONType(properties, {p43:String}, {p44:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID} AND persona_id != {p28:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p28:UUID} OR mapped_member != {p28:UUID}) GROUP BY member_id) WHERE NOT (((toInt64({p37:Identifier}) = {p62:Int64}) OR (arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p63:Int64}, {p42:Identifier}, arrayFill(one -> one.2 = 1, {p42:Identifier}))) OR (({p48:Identifier} > 0 AND round({p46:Identifier} / {p48:Identifier}, 6) >= {p64:Int64}))))) OR member_id IN (SELECT member_id FROM (SELECT member_id, count() AS {p65:Identifier} FROM (SELECT if(mapped_persona = {p28:UUID}, persona_id, mapped_member) AS member_id, {p29:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p29:Identifier} AS {p29:Identifier} , e.{p52:Identifier} AS {p52:Identifier} , e.{p54:Identifier} AS {p54:Identifier} , e.{p55:Identifier} AS {p55:Identifier}
    FROM (SELECT account_id, {p29:Identifier}, {p52:Identifier}, {p54:Identifier}, {p55:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p22:Date} AND ((day BETWEEN {p22:Date} AND {p4:Date} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day BETWEEN {p22:Date} AND {p4:Date} AND is_deleted = 0 AND text != '' AND arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, {p66:Array(String)}) > 0)))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p31:UUID} AND persona_id != {p28:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p28:UUID} OR mapped_member != {p28:UUID}) GROUP BY member_id) WHERE (({p65:Identifier} >= {p67:UInt64})))))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p68:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE (((member_id IN {p8:Array(UUID)}) OR (member_id IN {p9:Array(UUID)}) OR (tier IN {p10:Array(String)}) OR (paying IN {p11:Array(UInt64)}) OR ({p12:UInt64} = 1) OR (hasAny(arrayMap(one -> toString(one), platforms), {p13:Array(String)})) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND member_id = {p14:UUID})))) OR (NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND NOT (toInt64(ties) <= {p15:Int64})))) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND ties > 0)) OR (({p16:Identifier} BETWEEN {p17:UInt64} AND {p18:UInt64})) OR ((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p19:UInt64}))) OR member_id IN (SELECT member_id FROM (SELECT member_id, groupBitOrIf(bitShiftLeft(toUInt64(1), toUInt8(toInt32({p20:Int64}) - toInt32(day))), ({p21:Identifier} > 0 AND day BETWEEN {p22:Date} AND {p4:Date}) AND toInt32({p23:Int64}) - toInt32(day) BETWEEN 0 AND {p24:Int64}) AS {p25:Identifier}, maxIf(toUInt16(day), ({p26:Identifier} > 0 AND day <= {p4:Date})) AS {p27:Identifier}, round(sumIf(amount, (amount != 0 AND day <= {p4:Date})), 6) AS {p28:Identifier} FROM (SELECT if(mapped_persona = {p29:UUID}, persona_id, mapped_member) AS member_id, {p30:Identifier}, {p21:Identifier}, {p26:Identifier}, {p31:Identifier}
    FROM (SELECT persona_id, {p30:Identifier}, {p21:Identifier}, {p26:Identifier}, {p31:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p32:UUID} AND member_id = {p29:UUID})
       AND (({p21:Identifier} > 0 AND day BETWEEN {p22:Date} AND {p4:Date}) OR ({p26:Identifier} > 0 AND day <= {p4:Date}) OR (amount != 0 AND day <= {p4:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p32:UUID} AND persona_id != {p29:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p29:UUID} OR mapped_member != {p29:UUID}) GROUP BY member_id) WHERE ((toInt64((bitCount({p25:Identifier}))) >= {p33:Int64}) OR (({p27:Identifier} > 0 AND {p27:Identifier} <= {p34:UInt64})) OR ({p28:Identifier} >= {p35:Int64}))) OR member_id NOT IN (SELECT member_id FROM (SELECT member_id, countIf((((kind IN {p36:Array(String)}) AND has_value = 1 AND value >= {p37:Int64}) AND day <= {p4:Date})) AS {p38:Identifier}, arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p39:Array(String)})) AND day BETWEEN {p40:Date} AND {p4:Date}))),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p41:Array(String)}) AND has_value = 1 AND value >= {p42:Int64}) AND day BETWEEN {p40:Date} AND {p4:Date}))))) AS {p43:Identifier}, sumIf(if(kind = 'refund', -1, 1) * JSONExtractFloat(properties, {p44:String}, {p45:String}), (((kind IN {p46:Array(String)})) AND toString(JSONType(properties, {p44:String}, {p45:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date})) AS {p47:Identifier}, countIf((((kind IN {p48:Array(String)})) AND toString(JSONType(properties, {p44:String}, {p45:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date})) AS {p49:Identifier} FROM (SELECT if(mapped_persona = {p29:UUID}, persona_id, mapped_member) AS member_id, {p30:Identifier}, {p50:Identifier}, {p51:Identifier}, {p52:Identifier}, {p53:Identifier}, {p54:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p30:Identifier} AS {p30:Identifier} , e.{p50:Identifier} AS {p50:Identifier} , e.{p51:Identifier} AS {p51:Identifier} , e.{p52:Identifier} AS {p52:Identifier} , e.{p53:Identifier} AS {p53:Identifier} , e.{p54:Identifier} AS {p54:Identifier} , e.{p55:Identifier} AS {p55:Identifier} , e.{p56:Identifier} AS {p56:Identifier}
    FROM (SELECT account_id, {p30:Identifier}, {p50:Identifier}, {p51:Identifier}, {p52:Identifier}, {p53:Identifier}, {p54:Identifier}, {p55:Identifier}, {p56:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       AND ((((kind IN {p57:Array(String)}) AND has_value = 1 AND value >= {p58:Int64}) AND day <= {p4:Date}) OR ((((kind IN {p59:Array(String)})) AND day BETWEEN {p40:Date} AND {p4:Date}) OR (((kind IN {p60:Array(String)}) AND has_value = 1 AND value >= {p61:Int64}) AND day BETWEEN {p40:Date} AND {p4:Date})) OR (((kind IN {p62:Array(String)})) AND toString(JSONType(properties, {p44:String}, {p45:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p32:UUID} AND persona_id != {p29:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p29:UUID} OR mapped_member != {p29:UUID}) GROUP BY member_id) WHERE NOT (((toInt64({p38:Identifier}) = {p63:Int64}) OR (arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p64:Int64}, {p43:Identifier}, arrayFill(one -> one.2 = 1, {p43:Identifier}))) OR (({p49:Identifier} > 0 AND round({p47:Identifier} / {p49:Identifier}, 6) >= {p65:Int64}))))) OR member_id IN (SELECT member_id FROM (SELECT member_id, count() AS {p66:Identifier} FROM (SELECT if(mapped_persona = {p29:UUID}, persona_id, mapped_member) AS member_id, {p30:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p30:Identifier} AS {p30:Identifier} , e.{p53:Identifier} AS {p53:Identifier} , e.{p55:Identifier} AS {p55:Identifier} , e.{p56:Identifier} AS {p56:Identifier}
    FROM (SELECT account_id, {p30:Identifier}, {p53:Identifier}, {p55:Identifier}, {p56:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p22:Date} AND ((day BETWEEN {p22:Date} AND {p4:Date} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day BETWEEN {p22:Date} AND {p4:Date} AND is_deleted = 0 AND text != '' AND arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, {p67:Array(String)}) > 0)))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p32:UUID} AND persona_id != {p29:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p29:UUID} OR mapped_member != {p29:UUID}) GROUP BY member_id) WHERE (({p66:Identifier} >= {p68:UInt64})))))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p69:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE (((member_id IN {p8:Array(UUID)}) OR (member_id IN {p9:Array(UUID)}) OR (tier IN {p10:Array(String)}) OR (paying IN {p11:Array(UInt64)}) OR ({p12:UInt64} = 1) OR (hasAny(arrayMap(one -> toString(one), platforms), {p13:Array(String)})) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND node IN (SELECT b FROM network_ties WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND a IN (SELECT node FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND member_id = {p14:UUID})))) OR (NOT (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND NOT (toInt64(ties) <= {p15:Int64})))) OR (member_id IN (SELECT member_id FROM network_members WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND ties > 0)) OR (({p16:Identifier} BETWEEN {p17:UInt64} AND {p18:UInt64})) OR ((toUInt16(joined_day) > 0 AND toUInt16(joined_day) > {p19:UInt64}))) OR member_id IN (SELECT member_id FROM (SELECT member_id, uniqExactIf(toUInt16(day), ({p20:Identifier} > 0 AND day BETWEEN {p21:Date} AND {p4:Date})) AS {p22:Identifier}, maxIf(toUInt16(day), ({p23:Identifier} > 0 AND day <= {p4:Date})) AS {p24:Identifier}, round(sumIf(amount, (amount != 0 AND day <= {p4:Date})), 6) AS {p25:Identifier} FROM (SELECT if(mapped_persona = {p26:UUID}, persona_id, mapped_member) AS member_id, {p27:Identifier}, {p20:Identifier}, {p23:Identifier}, {p28:Identifier}
    FROM (SELECT persona_id, {p27:Identifier}, {p20:Identifier}, {p23:Identifier}, {p28:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p29:UUID} AND member_id = {p26:UUID})
       AND (({p20:Identifier} > 0 AND day BETWEEN {p21:Date} AND {p4:Date}) OR ({p23:Identifier} > 0 AND day <= {p4:Date}) OR (amount != 0 AND day <= {p4:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p29:UUID} AND persona_id != {p26:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p26:UUID} OR mapped_member != {p26:UUID}) GROUP BY member_id) WHERE ((toInt64({p22:Identifier}) >= {p30:Int64}) OR (({p24:Identifier} > 0 AND {p24:Identifier} <= {p31:UInt64})) OR ({p25:Identifier} >= {p32:Int64}))) OR member_id NOT IN (SELECT member_id FROM (SELECT member_id, countIf((((kind IN {p33:Array(String)}) AND has_value = 1 AND value >= {p34:Int64}) AND day <= {p4:Date})) AS {p35:Identifier}, arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p36:Array(String)})) AND day BETWEEN {p37:Date} AND {p4:Date}))),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(toUnixTimestamp64Milli(at), (((kind IN {p38:Array(String)}) AND has_value = 1 AND value >= {p39:Int64}) AND day BETWEEN {p37:Date} AND {p4:Date}))))) AS {p40:Identifier}, sumIf(if(kind = 'refund', -1, 1) * JSONExtractFloat(properties, {p41:String}, {p42:String}), (((kind IN {p43:Array(String)})) AND toString(JSONType(properties, {p41:String}, {p42:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date})) AS {p44:Identifier}, countIf((((kind IN {p45:Array(String)})) AND toString(JSONType(properties, {p41:String}, {p42:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date})) AS {p46:Identifier} FROM (SELECT if(mapped_persona = {p26:UUID}, persona_id, mapped_member) AS member_id, {p27:Identifier}, {p47:Identifier}, {p48:Identifier}, {p49:Identifier}, {p50:Identifier}, {p51:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p27:Identifier} AS {p27:Identifier} , e.{p47:Identifier} AS {p47:Identifier} , e.{p48:Identifier} AS {p48:Identifier} , e.{p49:Identifier} AS {p49:Identifier} , e.{p50:Identifier} AS {p50:Identifier} , e.{p51:Identifier} AS {p51:Identifier} , e.{p52:Identifier} AS {p52:Identifier} , e.{p53:Identifier} AS {p53:Identifier}
    FROM (SELECT account_id, {p27:Identifier}, {p47:Identifier}, {p48:Identifier}, {p49:Identifier}, {p50:Identifier}, {p51:Identifier}, {p52:Identifier}, {p53:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       AND ((((kind IN {p54:Array(String)}) AND has_value = 1 AND value >= {p55:Int64}) AND day <= {p4:Date}) OR ((((kind IN {p56:Array(String)})) AND day BETWEEN {p37:Date} AND {p4:Date}) OR (((kind IN {p57:Array(String)}) AND has_value = 1 AND value >= {p58:Int64}) AND day BETWEEN {p37:Date} AND {p4:Date})) OR (((kind IN {p59:Array(String)})) AND toString(JSONType(properties, {p41:String}, {p42:String})) IN ('Int64', 'UInt64', 'Double') AND day <= {p4:Date}))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p29:UUID} AND persona_id != {p26:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p26:UUID} OR mapped_member != {p26:UUID}) GROUP BY member_id) WHERE NOT (((toInt64({p35:Identifier}) = {p60:Int64}) OR (arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= {p61:Int64}, {p40:Identifier}, arrayFill(one -> one.2 = 1, {p40:Identifier}))) OR (({p46:Identifier} > 0 AND round({p44:Identifier} / {p46:Identifier}, 6) >= {p62:Int64}))))) OR member_id IN (SELECT member_id FROM (SELECT member_id, count() AS {p63:Identifier} FROM (SELECT if(mapped_persona = {p26:UUID}, persona_id, mapped_member) AS member_id, {p27:Identifier}
    FROM (SELECT if(empty(s.spans), e.account_id, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(e.at), e.position, toString(e.event_id)),
          s.spans).4, toUUID('00000000-0000-0000-0000-000000000000')), e.account_id)) AS persona_id, e.account_id AS account_id
      , e.{p27:Identifier} AS {p27:Identifier} , e.{p50:Identifier} AS {p50:Identifier} , e.{p52:Identifier} AS {p52:Identifier} , e.{p53:Identifier} AS {p53:Identifier}
    FROM (SELECT account_id, {p27:Identifier}, {p50:Identifier}, {p52:Identifier}, {p53:Identifier} FROM events FINAL
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day <= {p4:Date} AND removed = '' AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
      AND day >= {p21:Date} AND ((day BETWEEN {p21:Date} AND {p4:Date} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND day BETWEEN {p21:Date} AND {p4:Date} AND is_deleted = 0 AND text != '' AND arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, {p64:Array(String)}) > 0)))) AS e LEFT JOIN (SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
         AND revision = (SELECT max(revision) FROM persona_spans WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}))
       GROUP BY account_id) AS s ON s.account_id = e.account_id) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p29:UUID} AND persona_id != {p26:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p26:UUID} OR mapped_member != {p26:UUID}) GROUP BY member_id) WHERE (({p63:Identifier} >= {p65:UInt64})))))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p66:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE (member_id IN (SELECT member_id FROM segment_members FINAL WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id = {p8:UUID})))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p9:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE member_id NOT IN (SELECT member_id FROM (SELECT member_id, (toUInt64(bitCount(groupBitOrIf(bitShiftLeft(toUInt64(1), (toUInt16(day) + {p8:UInt64}) % 64), ({p9:Identifier} > 0 AND day BETWEEN {p10:Date} AND {p4:Date}) AND day BETWEEN {p10:Date} AND {p11:Date})))) AS {p12:Identifier} FROM (SELECT if(mapped_persona = {p13:UUID}, persona_id, mapped_member) AS member_id, {p14:Identifier}, {p9:Identifier}
    FROM (SELECT persona_id, {p14:Identifier}, {p9:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p15:UUID} AND member_id = {p13:UUID})
      AND day >= {p10:Date} AND (({p9:Identifier} > 0 AND day BETWEEN {p10:Date} AND {p4:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p15:UUID} AND persona_id != {p13:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p13:UUID} OR mapped_member != {p13:UUID}) GROUP BY member_id) WHERE NOT ((NOT ((toInt64({p12:Identifier}) >= {p16:Int64}))))))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p17:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE member_id NOT IN (SELECT member_id FROM (SELECT member_id, groupBitOrIf(bitShiftLeft(toUInt64(1), toUInt8(toInt32({p8:Int64}) - toInt32(day))), ({p9:Identifier} > 0 AND day BETWEEN {p10:Date} AND {p4:Date}) AND toInt32({p11:Int64}) - toInt32(day) BETWEEN 0 AND {p12:Int64}) AS {p13:Identifier} FROM (SELECT if(mapped_persona = {p14:UUID}, persona_id, mapped_member) AS member_id, {p15:Identifier}, {p9:Identifier}
    FROM (SELECT persona_id, {p15:Identifier}, {p9:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p16:UUID} AND member_id = {p14:UUID})
      AND day >= {p10:Date} AND (({p9:Identifier} > 0 AND day BETWEEN {p10:Date} AND {p4:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p16:UUID} AND persona_id != {p14:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p14:UUID} OR mapped_member != {p14:UUID}) GROUP BY member_id) WHERE NOT ((NOT ((toInt64((bitCount({p13:Identifier}))) >= {p17:Int64}))))))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p18:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;

-- segments.write_changes
INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT {p0:UUID}, {p1:UUID}, segment, {p2:UInt64}, {p3:DateTime64(3, 'UTC')}, {p4:Date}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1), {p6:String}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            SELECT {p7:UUID} AS segment, member_id AS member, 1 AS now, 0 AS was FROM (SELECT member_id FROM (SELECT * FROM member_states
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND evaluation_id = {p5:UUID} AND is_member = 1 ) WHERE member_id NOT IN (SELECT member_id FROM (SELECT member_id, uniqExactIf(toUInt16(day), ({p8:Identifier} > 0 AND day BETWEEN {p9:Date} AND {p4:Date})) AS {p10:Identifier} FROM (SELECT if(mapped_persona = {p11:UUID}, persona_id, mapped_member) AS member_id, {p12:Identifier}, {p8:Identifier}
    FROM (SELECT persona_id, {p12:Identifier}, {p8:Identifier} FROM member_days
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) GROUP BY day) AND day <= {p4:Date} AND persona_id NOT IN (SELECT persona_id FROM persona_maps
    WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p13:UUID} AND member_id = {p11:UUID})
      AND day >= {p9:Date} AND (({p8:Identifier} > 0 AND day BETWEEN {p9:Date} AND {p4:Date}))) AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND map_id = {p13:UUID} AND persona_id != {p11:UUID}) AS m
    ON m.mapped_persona = r.persona_id
    WHERE mapped_persona = {p11:UUID} OR mapped_member != {p11:UUID}) GROUP BY member_id) WHERE NOT ((NOT ((toInt64({p10:Identifier}) >= {p14:Int64}))))))
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE (workspace_id = {p0:UUID} AND community_id = {p1:UUID}) AND segment_id IN {p15:Array(UUID)} )
          GROUP BY segment, member)
        WHERE is_in != was_in;
