"""pycognito, which signs in by SRP, against a pool that boto3 makes."""

import boto3
from pycognito.aws_srp import AWSSRP

client = boto3.client("cognito-idp")
pool = client.create_user_pool(PoolName="people")["UserPool"]["Id"]
app = client.create_user_pool_client(
    UserPoolId=pool,
    ClientName="app",
    ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
)["UserPoolClient"]["ClientId"]
client.sign_up(ClientId=app, Username="ada", Password="Passw0rd!")
client.admin_confirm_sign_up(UserPoolId=pool, Username="ada")


def sign_in(password):
    srp = AWSSRP(username="ada", password=password, pool_id=pool, client_id=app, client=client)
    return srp.authenticate_user()["AuthenticationResult"]


tokens = sign_in("Passw0rd!")
user = client.get_user(AccessToken=tokens["AccessToken"])
assert user["Username"] == "ada", user
try:
    sign_in("wrong")
    raise AssertionError("a wrong password was taken")
except client.exceptions.NotAuthorizedException:
    pass
