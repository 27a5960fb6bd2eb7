package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"

	client "example/generated/openapigenerator"
	"example/signing"
)

//go:generate openapi-generator-cli generate -g go -i ../../openapi.yaml -o ../generated/openapigenerator --additional-properties=packageName=client,withGoMod=false,enumClassPrefix=true

const (
	product, api, stage = "prod000001", "apis000001", "stag000001"
	name                = "요금제 +&/"
)

var ctx = context.Background()

func main() {
	log.SetFlags(0)
	gateway := clientWith("sandbox-secret-key")

	var ids []string
	for number := 1; number <= 3; number++ {
		body := client.NewCreateUsagePlanRequest(fmt.Sprint(name, " ", number))
		body.SetMonthQuotaRequest(100)
		body.SetDayQuotaRequest(10)
		created, _, err := gateway.UsagePlanAPI.CreateUsagePlan(ctx).CreateUsagePlanRequest(*body).Execute()
		check(err)
		ids = append(ids, *created.UsagePlan.UsagePlanId)
	}

	for _, id := range append(ids, "plan000001") {
		_, err := gateway.StageAPI.AssociateUsagePlan(ctx, product, api, stage).
			AssociateUsagePlanRequest(*client.NewAssociateUsagePlanRequest(id)).Execute()
		check(err)
	}
	fmt.Println("Associated plan000001 and", ids)

	if found, want := find(gateway), []string{name + " 1", name + " 2", name + " 3"}; !slices.Equal(found, want) {
		log.Fatalf("found %q, want %q", found, want)
	}

	for _, id := range append(ids, "plan000001") {
		_, err := gateway.StageAPI.DisassociateUsagePlan(ctx, product, api, stage).
			DisassociateUsagePlanRequest(*client.NewDisassociateUsagePlanRequest(id)).Execute()
		check(err)
	}
	if found := find(gateway); len(found) > 0 {
		log.Fatalf("found %q, want none", found)
	}
	for _, id := range ids {
		_, err := gateway.UsagePlanAPI.DeleteUsagePlan(ctx, id).Execute()
		check(err)
	}
	fmt.Println("Disassociated and deleted them")

	_, answer, err := gateway.UsagePlanAPI.GetUsagePlan(ctx, "nothing").Execute()
	checkError(answer, err, 404, "300")

	_, answer, err = clientWith("another-key").UsagePlanAPI.GetUsagePlan(ctx, "nothing").Execute()
	checkError(answer, err, 401, "200")
}

func clientWith(secretKey string) *client.APIClient {
	origin := cmp.Or(os.Getenv("SANDBOX"), "http://127.0.0.1:8080")
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: origin + "/api/v1"}}
	configuration.HTTPClient = signing.Client("sandbox-access-key", secretKey)
	return client.NewAPIClient(configuration)
}

func find(gateway *client.APIClient) []string {
	var names []string
	for total := 1; len(names) < total; {
		page, _, err := gateway.StageAPI.ListStageUsagePlans(ctx, product, api, stage).
			UsagePlanName(name).Offset(int64(len(names))).Limit(2).Execute()
		check(err)
		fmt.Printf("A page of %d usage plans of %d with %s in their name\n", len(page.Content), *page.Total, name)
		for _, plan := range page.Content {
			names = append(names, *plan.UsagePlanName)
		}
		total = int(*page.Total)
	}
	return names
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func checkError(answer *http.Response, err error, status int, errorCode string) {
	var failure *client.GenericOpenAPIError
	if !errors.As(err, &failure) || answer.StatusCode != status {
		log.Fatalf("%v, want %d", err, status)
	}
	body := failure.Model().(client.ErrorAnswer)
	if body.Error.ErrorCode != errorCode {
		log.Fatalf("error code %s, want %s", body.Error.ErrorCode, errorCode)
	}
	fmt.Printf("Error %s: %s\n", errorCode, *body.Error.Details)
}
