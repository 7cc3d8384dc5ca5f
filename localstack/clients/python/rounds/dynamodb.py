"""boto3's resource of DynamoDB: a table, its items, conditions, pages and batches."""

from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")
table = dynamodb.create_table(
    TableName="orders",
    KeySchema=[
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ],
    AttributeDefinitions=[
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "sk", "AttributeType": "N"},
        {"AttributeName": "state", "AttributeType": "S"},
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "byState",
            "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    BillingMode="PAY_PER_REQUEST",
)
table.wait_until_exists()
assert table.table_status == "ACTIVE"

with table.batch_writer() as batch:
    for number in range(60):
        state = "open" if number % 3 else "closed"
        batch.put_item(Item={"pk": "a", "sk": number, "state": state, "price": Decimal("12.50")})

pages = []
query = {"KeyConditionExpression": Key("pk").eq("a") & Key("sk").between(10, 39), "Limit": 7}
while True:
    page = table.query(**query)
    pages.append([item["sk"] for item in page["Items"]])
    if "LastEvaluatedKey" not in page:
        break
    query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
assert sum(pages, []) == list(range(10, 40)), pages

closed = table.query(IndexName="byState", KeyConditionExpression=Key("state").eq("closed"))
assert closed["Count"] == 20
found = table.scan(FilterExpression=Attr("sk").is_in([1, 2]) | ~Attr("price").exists())
assert found["Count"] == 2 and found["ScannedCount"] == 60

changed = table.update_item(
    Key={"pk": "a", "sk": 1},
    UpdateExpression="SET #l = list_append(if_not_exists(#l, :none), :more), price = price - :off",
    ConditionExpression=Attr("state").eq("open"),
    ExpressionAttributeNames={"#l": "lines"},
    ExpressionAttributeValues={":none": [], ":more": ["x", "y", "z"], ":off": Decimal("0.01")},
    ReturnValues="ALL_NEW",
)["Attributes"]
assert changed["lines"] == ["x", "y", "z"] and changed["price"] == Decimal("12.49"), changed
removed = table.update_item(
    Key={"pk": "a", "sk": 1},
    UpdateExpression="REMOVE #l[0], #l[1]",
    ExpressionAttributeNames={"#l": "lines"},
    ReturnValues="UPDATED_NEW",
)["Attributes"]
assert removed == {"lines": ["z"]}, removed

try:
    table.put_item(Item={"pk": "a", "sk": 1}, ConditionExpression=Attr("pk").not_exists())
    raise AssertionError("the condition held")
except ClientError as error:
    assert error.response["Error"]["Code"] == "ConditionalCheckFailedException", error
try:
    table.update_item(Key={"pk": "a", "sk": 1}, UpdateExpression="SETT a = b")
    raise AssertionError("the expression was taken")
except ClientError as error:
    assert "Syntax error; token" in error.response["Error"]["Message"], error

client = boto3.client("dynamodb")
client.transact_write_items(
    TransactItems=[
        {"Delete": {"TableName": "orders", "Key": {"pk": {"S": "a"}, "sk": {"N": "0"}}}},
        {"Put": {"TableName": "orders", "Item": {"pk": {"S": "b"}, "sk": {"N": "0"}}}},
    ]
)
assert "Item" not in table.get_item(Key={"pk": "a", "sk": 0})
table.delete()
table.wait_until_not_exists()
