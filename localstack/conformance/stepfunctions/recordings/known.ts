/**
 * The recordings that are not replayed as they are, by their ids, each with its reason: what they need is not here, or
 * AWS itself does not repeat them.
 */
export const KNOWN: Readonly<Record<string, string>> = {
  'timeouts/test_timeouts.py::TestTimeouts::test_service_lambda_map_timeout':
    'four iterations side by side time out at once; AWS itself orders their events otherwise each time',
};
