package com.example

import io.github.ncloudcommunity.apigateway.ApiGatewayClient
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest

/** Associates a usage plan with a stage, and returns the names of the plans on it. */
fun associate(
    gateway: ApiGatewayClient,
    productId: String,
    apiId: String,
    stageId: String,
    usagePlanId: String,
): List<String> {
    gateway.stages().associateUsagePlan(
        productId, apiId, stageId, AssociateUsagePlanRequest().usagePlanId(usagePlanId))
    return gateway.stages().streamStageUsagePlans(productId, apiId, stageId).use { plans ->
        plans.map { it.usagePlanName ?: "(no name)" }.toList() // any member of an answer may be null
    }
}
