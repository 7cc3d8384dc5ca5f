# Runs a load run against the stack beside it, and gives the results to whoever owns their folder.
node load/run/main.ts --target "$(cat /stack/api-url)" --outputs /stack/outputs.json --results /results \
  --scenario "$SCENARIO" --workload "$WORKLOAD" --thresholds "$LOAD_THRESHOLDS"
status=$?
chown -R --reference=/results /results
exit $status
