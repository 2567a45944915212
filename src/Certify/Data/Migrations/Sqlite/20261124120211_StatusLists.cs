using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StatusLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Badges_State_StatusIndex",
                table: "Badges",
                columns: new[] { "State", "StatusIndex" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Badges_State_StatusIndex",
                table: "Badges");
        }
    }
}
