-- Takes events into the inbox in one round trip: the workspace in force is the caller's affair (and row-level security
-- holds it to that), the commit is the statement's own. Lists come as texts, communities, ids and versions with a comma
-- between two, sources and events with a record separator (U+001E, which JSON never holds as it is): they cost a fraction
-- of what arrays with quoted elements cost to write and to read. Events keep the order given (`arrival`), while rows are
-- inserted in the order of their keys, so that two writers with the same events wait for each other instead of
-- deadlocking. Gives the places, from 1 on, of those that were there already or came twice; null when there are none.
CREATE FUNCTION qunluo_accept_events(communities text, ids text, versions text, sources text, events text) RETURNS int[]
  LANGUAGE plpgsql
AS $$
DECLARE
  separator CONSTANT text := chr(30);
  known int[];
BEGIN
  WITH given AS MATERIALIZED (
    SELECT nextval('inbox_order') AS arrival, entry.*
    FROM unnest(
      string_to_array(communities, ',')::uuid[],
      string_to_array(ids, ',')::uuid[],
      string_to_array(versions, ',')::bigint[],
      string_to_array(sources, separator),
      string_to_array(events, separator)
    ) WITH ORDINALITY AS entry (community_id, event_id, version, source, event, place)
  ), added AS (
    INSERT INTO inbox (workspace_id, community_id, event_id, version, arrival, source, event)
    SELECT qunluo_workspace(), community_id, event_id, version, arrival, source, event
    FROM given
    ORDER BY community_id, event_id, version, arrival
    ON CONFLICT (community_id, event_id, version) DO NOTHING
    RETURNING arrival
  )
  SELECT array_agg(place) INTO known FROM given WHERE arrival NOT IN (SELECT arrival FROM added);
  RETURN known;
END
$$;
