package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"os"
	"slices"

	client "example/generated/oapicodegen"
	"example/signing"
)

//go:generate mkdir -p ../generated/oapicodegen
//go:generate go tool oapi-codegen -generate types,client -package client -o ../generated/oapicodegen/client.go ../../openapi.yaml

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
		month, day := int64(100), int64(10)
		created, err := gateway.CreateUsagePlanWithResponse(ctx, client.CreateUsagePlanRequest{
			UsagePlanName: fmt.Sprint(name, " ", number), MonthQuotaRequest: &month, DayQuotaRequest: &day})
		check(err, created, 201)
		ids = append(ids, *created.JSON201.UsagePlan.UsagePlanId)
	}

	for _, id := range append(ids, "plan000001") {
		associated, err := gateway.AssociateUsagePlanWithResponse(ctx, product, api, stage,
			client.AssociateUsagePlanRequest{UsagePlanId: id})
		check(err, associated, 204)
	}
	fmt.Println("Associated plan000001 and", ids)

	if found, want := find(gateway), []string{name + " 1", name + " 2", name + " 3"}; !slices.Equal(found, want) {
		log.Fatalf("found %q, want %q", found, want)
	}

	for _, id := range append(ids, "plan000001") {
		disassociated, err := gateway.DisassociateUsagePlanWithResponse(ctx, product, api, stage,
			client.DisassociateUsagePlanRequest{UsagePlanId: id})
		check(err, disassociated, 204)
	}
	if found := find(gateway); len(found) > 0 {
		log.Fatalf("found %q, want none", found)
	}
	for _, id := range ids {
		deleted, err := gateway.DeleteUsagePlanWithResponse(ctx, id)
		check(err, deleted, 204)
	}
	fmt.Println("Disassociated and deleted them")

	missing, err := gateway.GetUsagePlanWithResponse(ctx, "nothing")
	check(err, missing, 404)
	checkError(missing.JSON404, "300")

	refused, err := clientWith("another-key").GetUsagePlanWithResponse(ctx, "nothing")
	check(err, refused, 401)
	checkError(refused.JSON401, "200")
}

func clientWith(secretKey string) *client.ClientWithResponses {
	origin := cmp.Or(os.Getenv("SANDBOX"), "http://127.0.0.1:8080")
	gateway, err := client.NewClientWithResponses(origin+"/api/v1",
		client.WithHTTPClient(signing.Client("sandbox-access-key", secretKey)))
	if err != nil {
		log.Fatal(err)
	}
	return gateway
}

func find(gateway *client.ClientWithResponses) []string {
	var names []string
	for total := 1; len(names) < total; {
		filter, offset, limit := name, int64(len(names)), int64(2)
		answer, err := gateway.ListStageUsagePlansWithResponse(ctx, product, api, stage,
			&client.ListStageUsagePlansParams{UsagePlanName: &filter, Offset: &offset, Limit: &limit})
		check(err, answer, 200)
		page := answer.JSON200
		fmt.Printf("A page of %d usage plans of %d with %s in their name\n", len(*page.Content), *page.Total, name)
		for _, plan := range *page.Content {
			names = append(names, *plan.UsagePlanName)
		}
		total = int(*page.Total)
	}
	return names
}

func check(err error, answer interface {
	StatusCode() int
	Status() string
}, status int) {
	if err != nil {
		log.Fatal(err)
	}
	if answer.StatusCode() != status {
		log.Fatalf("%T: %s, want %d", answer, answer.Status(), status)
	}
}

func checkError(answer *client.ErrorAnswer, errorCode string) {
	if answer.Error.ErrorCode != errorCode {
		log.Fatalf("error code %s, want %s", answer.Error.ErrorCode, errorCode)
	}
	fmt.Printf("Error %s: %s\n", errorCode, *answer.Error.Details)
}
