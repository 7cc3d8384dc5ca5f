"""boto3's resources of SQS, IAM and CloudWatch, and its client of Step Functions."""

import json
import time

import boto3

queue = boto3.resource("sqs").create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "30"})
queue.send_message(MessageBody="one", MessageAttributes={"kind": {"DataType": "String", "StringValue": "order"}})
queue.send_messages(Entries=[{"Id": str(number), "MessageBody": str(number)} for number in range(3)])
bodies = []
while len(bodies) < 4:
    for message in queue.receive_messages(MaxNumberOfMessages=10, MessageAttributeNames=["All"]):
        bodies.append(message.body)
        message.delete()
assert sorted(bodies) == ["0", "1", "2", "one"], bodies
queue.reload()
assert queue.attributes["ApproximateNumberOfMessages"] == "0"

trust = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "states.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}
role = boto3.resource("iam").create_role(RoleName="machines", AssumeRolePolicyDocument=json.dumps(trust))
assert role.assume_role_policy_document == trust

metric = boto3.resource("cloudwatch").Metric("Shop", "Orders")
metric.put_data(MetricData=[{"MetricName": "Orders", "Value": 3, "Unit": "Count"}])
assert [found.name for found in boto3.resource("cloudwatch").metrics.filter(Namespace="Shop")] == ["Orders"]

machines = boto3.client("stepfunctions")
definition = {
    "StartAt": "Double",
    "States": {
        "Double": {
            "Type": "Map",
            "ItemsPath": "$.numbers",
            "ItemProcessor": {
                "StartAt": "Add",
                "States": {"Add": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($, 1)"}, "End": True}},
            },
            "ResultPath": "$.sums",
            "End": True,
        }
    },
}
machine = machines.create_state_machine(name="sums", definition=json.dumps(definition), roleArn=role.arn)
execution = machines.start_execution(
    stateMachineArn=machine["stateMachineArn"], input=json.dumps({"numbers": [1, 2]})
)
while (state := machines.describe_execution(executionArn=execution["executionArn"]))["status"] == "RUNNING":
    time.sleep(0.05)
assert json.loads(state["output"])["sums"] == [{"sum": 2}, {"sum": 3}], state
